package io.millrace.sinks.database;

import io.millrace.sinks.rollup.HourValues;
import io.millrace.sinks.rollup.RollupDimension;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.rollup.WorkspaceHour;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Bounds the rollup rows of a workspace: of each dimension an hour shows so many values, and the rest is summed under
 * other. Which ones is settled in the transaction that adds the first call with them, under a lock of the workspace's hour,
 * and each row of usage_event keeps the answer, so that a correction finds what its call was added to. What is settled is
 * remembered here and not asked again. Not thread-safe.
 */
final class ValueCap {
    /** About 20 MB of memory; beyond it everything is forgotten, and read again when it is needed. */
    private static final int REMEMBERED_MAX = 100_000;

    private final ValueTables tables;
    private final int valuesMax;
    private final Map<WorkspaceHour, HourValues> hours = new HashMap<>();
    private int remembered;

    /** @param valuesMax values of a dimension in an hour of a workspace, at most; an hour keeps the number it began with */
    ValueCap(Connection connection, int valuesMax) {
        tables = new ValueTables(connection);
        this.valuesMax = valuesMax;
    }

    /** The rows, each with the dimensions in which it is summed under other. Not committed. */
    List<UsageRow> apply(List<UsageRow> rows) throws SQLException {
        if (remembered > REMEMBERED_MAX) {
            forget();
        }
        TreeSet<WorkspaceHour> open = new TreeSet<>();
        for (UsageRow row : rows) {
            WorkspaceHour hour = WorkspaceHour.of(row);
            HourValues values = hours.get(hour);
            if (values == null || !values.settled(row)) {
                open.add(hour);
            }
        }
        if (!open.isEmpty()) {
            settle(open, rows);
        }
        List<UsageRow> capped = new ArrayList<>(rows.size());
        for (UsageRow row : rows) {
            int others =
                    Objects.requireNonNull(hours.get(WorkspaceHour.of(row))).otherDimensions(row);
            capped.add(others == 0 ? row : row.under(others));
        }
        return capped;
    }

    /** After a rollback: what it settled is not so. */
    void forget() {
        hours.clear();
        remembered = 0;
    }

    private void settle(Collection<WorkspaceHour> open, List<UsageRow> rows) throws SQLException {
        hours.putAll(tables.lock(open, valuesMax));
        for (ValueTables.Value shown : tables.read(open)) {
            Objects.requireNonNull(hours.get(shown.hour())).restore(shown.dimension(), shown.text());
            remembered++;
        }
        List<ValueTables.Value> news = new ArrayList<>();
        for (UsageRow row : rows) {
            WorkspaceHour hour = WorkspaceHour.of(row);
            HourValues values = Objects.requireNonNull(hours.get(hour));
            for (RollupDimension dimension : RollupDimension.values()) {
                String text = dimension.valueOf(row.usage());
                if (values.admit(dimension, text)) {
                    news.add(new ValueTables.Value(hour, dimension, text));
                }
            }
        }
        tables.add(news);
        remembered += news.size();
    }
}
