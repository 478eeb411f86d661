package io.millrace.privacy.postgres;

import io.millrace.privacy.subject.Names;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions under the login that owns the tables, and how values of requests are bound in them. Thread-safe. */
final class SubjectDatabase {
    private final DataSource dataSource;

    SubjectDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Makes an object of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** @throws MillraceException of kind EXTERNAL when the database is away, or refuses; nothing was done then */
    <T> T transaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }

    static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(row.of(rows));
                }
            }
            return all;
        }
    }

    /** Of the first column of the first row; 0 where there is none. */
    static long number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        List<Long> numbers = query(connection, sql, row -> row.getLong(1), values);
        return numbers.isEmpty() ? 0 : numbers.get(0);
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static Array digests(Connection connection, Names names) throws SQLException {
        return connection.createArrayOf(
                "bytea", names.digests().stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new));
    }

    static Array texts(Connection connection, List<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    static OffsetDateTime time(long micros) {
        return Micros.toInstant(micros).atOffset(ZoneOffset.UTC);
    }

    static @Nullable Long micros(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : (Long) Micros.of(time.toInstant());
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
