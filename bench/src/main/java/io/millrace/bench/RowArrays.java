package io.millrace.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table as values for JDBC, to be written by two ways that COPY is compared with: an INSERT of many rows, and one
 * of a column's array for each column. Not thread-safe.
 */
final class RowArrays {
    /** PostgreSQL takes 65,535 parameters in a statement. */
    private static final int PARAMETERS_MAX = 65_535;

    private final String table;
    private final List<String> columns = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** @param select of all columns of the table that are to be written */
    RowArrays(Connection connection, String table, String select) throws SQLException {
        this.table = table;
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet result = statement.executeQuery()) {
            ResultSetMetaData meta = result.getMetaData();
            for (int column = 1; column <= meta.getColumnCount(); column++) {
                columns.add(meta.getColumnName(column));
                types.add(meta.getColumnTypeName(column));
            }
            while (result.next()) {
                rows.add(row(result, meta));
            }
        }
    }

    int size() {
        return rows.size();
    }

    /** Arrays travel as text, since those of an array must be of one length. */
    private static @Nullable Object[] row(ResultSet result, ResultSetMetaData meta) throws SQLException {
        @Nullable Object[] values = new Object[meta.getColumnCount()];
        for (int i = 0; i < values.length; i++) {
            boolean asText = meta.getColumnType(i + 1) == Types.ARRAY || meta.getColumnType(i + 1) == Types.TIMESTAMP;
            values[i] = asText ? result.getString(i + 1) : result.getObject(i + 1);
        }
        return values;
    }

    /** Writes the rows from one to before another, many to a statement. */
    void insertMany(Connection connection, int from, int to, int each, String onConflict) throws SQLException {
        int most = Math.min(each, PARAMETERS_MAX / columns.size());
        for (int start = from; start < to; start += most) {
            int end = Math.min(to, start + most);
            String values = types.stream().map(type -> "?::" + type).collect(Collectors.joining(",", "(", ")"));
            String sql = insert() + " values "
                    + IntStream.range(start, end).mapToObj(i -> values).collect(Collectors.joining(",")) + onConflict;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int parameter = 1;
                for (@Nullable Object[] row : rows.subList(start, end)) {
                    for (Object value : row) {
                        statement.setObject(parameter++, value);
                    }
                }
                statement.executeUpdate();
            }
        }
    }

    /** Writes the rows from one to before another in one statement. */
    void insertUnnested(Connection connection, int from, int to, String onConflict) throws SQLException {
        String arrays = types.stream().map(type -> "?::" + element(type) + "[]").collect(Collectors.joining(","));
        String cast = IntStream.range(0, columns.size())
                .mapToObj(i -> "c" + i + "::" + types.get(i))
                .collect(Collectors.joining(","));
        String names = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String sql = insert() + " select " + cast + " from unnest(" + arrays + ") as u(" + names + ")" + onConflict;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < columns.size(); column++) {
                int at = column;
                Object[] values =
                        rows.subList(from, to).stream().map(row -> row[at]).toArray();
                statement.setArray(column + 1, connection.createArrayOf(element(types.get(column)), values));
            }
            statement.executeUpdate();
        }
    }

    private String insert() {
        return "insert into " + table + " as t (" + String.join(",", columns) + ")";
    }

    private static String element(String type) {
        return type.startsWith("_") || type.equals("timestamptz") || type.equals("jsonb") ? "text" : type;
    }
}
