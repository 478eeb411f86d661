package io.millrace.sinks.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters, and records made of their rows. */
final class Asking {
    private final Connection connection;

    /** One record from one row. */
    @FunctionalInterface
    interface Line<T> {
        T of(ResultSet row) throws SQLException;
    }

    Asking(Connection connection) {
        this.connection = connection;
    }

    /** @param parameters instants and whole numbers */
    <T> List<T> all(String sql, Line<T> line, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                Object parameter = parameters[i];
                statement.setObject(
                        i + 1, parameter instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameter);
            }
            List<T> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(line.of(rows));
                }
            }
            return lines;
        }
    }

    /** Of a statement that always has a row. */
    <T> T one(String sql, Line<T> line, Object... parameters) throws SQLException {
        return all(sql, line, parameters).get(0);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }

    /** Of a column of microseconds as the functions of the histograms have them. */
    static @Nullable Long micros(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : (Long) Math.round(value);
    }
}
