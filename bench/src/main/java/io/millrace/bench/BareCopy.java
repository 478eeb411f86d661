package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Calls as the bytes of a COPY into usage_event, ready-made, a piece for each batch: what the server alone can do. */
record BareCopy(List<byte[]> batches, long rows) {

    /** Of what is in the table now, in the order in which the gateway numbered it. */
    static BareCopy of(SinksStage stage, int rows, int batch) throws SQLException, IOException {
        List<byte[]> batches = new ArrayList<>();
        try (Connection connection = stage.database().connect()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (int from = 0; from < rows; from += batch) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                copies.copyOut(
                        "copy (select * from usage_event order by gateway_sequence limit " + batch + " offset " + from
                                + ") to stdout (format binary)",
                        bytes);
                batches.add(bytes.toByteArray());
            }
        }
        return new BareCopy(batches, rows);
    }

    /** Rows a second into the empty table, by one session, a commit on disk for each batch. */
    double perSecond(SinksStage stage, Clock clock) throws SQLException {
        stage.empty();
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            long start = clock.tickNanos();
            for (int number = 0; number < batches.size(); number++) {
                write(connection, number);
                connection.commit();
            }
            return rows * 1e9 / (clock.tickNanos() - start);
        }
    }

    /** Not committed. */
    void write(Connection connection, int number) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy usage_event from stdin (format binary)");
        byte[] bytes = batches.get(number);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }
}
