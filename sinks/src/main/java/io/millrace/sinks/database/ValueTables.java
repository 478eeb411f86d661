package io.millrace.sinks.database;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.HourValues;
import io.millrace.sinks.rollup.RollupDimension;
import io.millrace.sinks.rollup.WorkspaceHour;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of the values that hours show, inside the transaction of its session. Not thread-safe. */
final class ValueTables {
    private static final Map<String, RollupDimension> BY_COLUMN = Arrays.stream(RollupDimension.values())
            .collect(Collectors.toUnmodifiableMap(RollupDimension::column, Function.identity()));

    /** Locks the hours in the order in which they are given, and makes those that are not there yet. */
    private static final String LOCK = "insert into rollup_hour as h (hour, workspace_id, values_max)"
            + " select hour, workspace_id, ? from unnest(?::timestamptz[], ?::text[]) with ordinality"
            + " as u(hour, workspace_id, n) order by n"
            + " on conflict (hour, workspace_id) do update set values_max = h.values_max"
            + " returning hour, workspace_id, values_max";

    private static final String READ = "select v.hour, v.workspace_id, v.dimension, v.value"
            + " from unnest(?::timestamptz[], ?::text[]) as u(hour, workspace_id) join rollup_value as v"
            + " on v.hour = u.hour and v.workspace_id = u.workspace_id collate \"C\"";

    private static final String ADD = "insert into rollup_value (hour, workspace_id, dimension, value)"
            + " select * from unnest(?::timestamptz[], ?::text[], ?::text[], ?::text[])";

    /** A value that an hour shows. */
    record Value(WorkspaceHour hour, RollupDimension dimension, String text) {}

    private final Connection connection;

    ValueTables(Connection connection) {
        this.connection = connection;
    }

    /** Locks hours until the transaction ends; each comes back empty, with the maximum it began with. */
    Map<WorkspaceHour, HourValues> lock(Collection<WorkspaceHour> sorted, int valuesMax) throws SQLException {
        Map<WorkspaceHour, HourValues> locked = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setInt(1, valuesMax);
            statement.setArray(2, array("timestamptz", sorted, ValueTables::start));
            statement.setArray(3, array("text", sorted, WorkspaceHour::workspaceId));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    locked.put(hour(rows), new HourValues(rows.getInt("values_max")));
                }
            }
        }
        return locked;
    }

    /** What hours show, as far as it is committed; all of it once they are locked. */
    List<Value> read(Collection<WorkspaceHour> hours) throws SQLException {
        List<Value> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, array("timestamptz", hours, ValueTables::start));
            statement.setArray(2, array("text", hours, WorkspaceHour::workspaceId));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(new Value(hour(rows), dimension(rows), rows.getString("value")));
                }
            }
        }
        return values;
    }

    void add(List<Value> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setArray(1, array("timestamptz", values, value -> start(value.hour())));
            statement.setArray(2, array("text", values, value -> value.hour().workspaceId()));
            statement.setArray(
                    3, array("text", values, value -> value.dimension().column()));
            statement.setArray(4, array("text", values, Value::text));
            statement.executeUpdate();
        }
    }

    private <T> Array array(String type, Collection<T> of, Function<T, String> text) throws SQLException {
        return connection.createArrayOf(type, of.stream().map(text).toArray());
    }

    /** As text: the driver's own timestamps go through the zone of the JVM. */
    private static String start(WorkspaceHour hour) {
        return Micros.toInstant(hour.hourMicros()).toString();
    }

    private static WorkspaceHour hour(ResultSet row) throws SQLException {
        OffsetDateTime start = row.getObject("hour", OffsetDateTime.class);
        return new WorkspaceHour(Micros.of(start.toInstant()), row.getString("workspace_id"));
    }

    private static RollupDimension dimension(ResultSet row) throws SQLException {
        String column = row.getString("dimension");
        RollupDimension known = BY_COLUMN.get(column);
        if (known == null) {
            throw new IllegalStateException(
                    "rollup_value.dimension: " + column + " (expected: one of " + BY_COLUMN.keySet() + ")");
        }
        return known;
    }
}
