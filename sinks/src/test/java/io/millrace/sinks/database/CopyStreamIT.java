package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sinks.testing.TestingDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many more rows than a piece holds arrive once each, and a copy that fails leaves its connection free. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CopyStreamIT {
    private static final int ROWS = 100_000;
    private static final String COPY = "copy numbers (n, square) from stdin (format binary)";

    @TempDir
    private Path directory = Path.of("");

    private TestingDatabases databases;
    private Connection connection;
    private CopyStream copies;

    @BeforeEach
    void open() throws SQLException {
        databases = new TestingDatabases(directory);
        connection = databases.empty().connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table numbers (n bigint, square bigint)");
        }
        connection.commit();
        copies = new CopyStream(connection, new CopyBuffer());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        databases.close();
    }

    @Test
    void everyRowArrivesOnce() throws SQLException {
        copies.copy(COPY, to -> write(to, ROWS));
        assertThat(sums()).isEqualTo(ROWS + " " + ROWS + " " + squares());
    }

    @Test
    void whatCannotBeWrittenLeavesTheConnectionFree() throws SQLException {
        assertThatThrownBy(() -> copies.copy(COPY, to -> {
                    write(to, ROWS / 2);
                    throw new ArithmeticException("overflow");
                }))
                .isInstanceOf(ArithmeticException.class);
        connection.rollback();
        assertThat(sums()).isEqualTo("0 0 null");
        copies.copy(COPY, to -> write(to, ROWS));
        assertThat(sums()).isEqualTo(ROWS + " " + ROWS + " " + squares());
    }

    private static void write(CopyStream.Sender to, int rows) throws SQLException {
        for (long n = 0; n < rows; n++) {
            to.buffer().startRow(2);
            to.buffer().bigint(n);
            to.buffer().bigint(n * n);
            to.endRow();
        }
    }

    private static long squares() {
        long sum = 0;
        for (long n = 0; n < ROWS; n++) {
            sum += n * n;
        }
        return sum;
    }

    private String sums() throws SQLException {
        String sql =
                "select count(*) || ' ' || count(distinct n) || ' ' || coalesce(sum(square)::text, 'null') from numbers";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
