package io.millrace.sinks.signal;

import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The table rejected_record: one row per place in the rejected topic. */
final class RejectedTable {
    private static final String INSERT =
            "insert into rejected_record (rejected_partition, rejected_offset, ingested_at, reason, detail, event_id,"
                    + " source_topic, source_partition, source_offset) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict do nothing";

    private RejectedTable() {}

    /** Not committed. */
    static int insert(Connection connection, List<Signal.Refusal> refusals) throws SQLException {
        if (refusals.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(statement);
            for (Signal.Refusal refusal : refusals) {
                set(columns, refusal);
            }
            return statement.executeBatch().length;
        }
    }

    private static void set(Columns columns, Signal.Refusal refusal) throws SQLException {
        RejectedRecord rejected = refusal.rejected();
        SourcePlace source = rejected.source();
        columns.set(refusal.partition())
                .set(refusal.offset())
                .time(rejected.ingestedAtMicros())
                .set(rejected.reason())
                .set(rejected.detail())
                .set(rejected.eventId())
                .set(source == null ? null : source.topic())
                .set(source == null ? null : (Integer) source.partition())
                .set(source == null ? null : (Long) source.offset())
                .addTo();
    }
}
