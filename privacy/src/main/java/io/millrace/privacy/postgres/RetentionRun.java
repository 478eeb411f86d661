package io.millrace.privacy.postgres;

import io.millrace.privacy.retention.DataClass;
import io.millrace.privacy.retention.Keep;
import io.millrace.privacy.retention.RetentionLine;
import io.millrace.privacy.retention.RetentionPolicy;
import io.millrace.privacy.retention.Rule;
import io.millrace.schemas.time.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares a policy with what the tables hold at an instant, and carries it out. Each step is a transaction of its own that leaves
 * nothing half done, so a run that was killed is taken up by the next. Not thread-safe; the connection is the owner's, and stays open.
 */
public final class RetentionRun {
    private static final String UNNAMED_CLASS = "standard";
    private static final int ROWS_MAX = 50_000;

    private final Connection connection;
    private final RetentionPolicy policy;
    private final Map<String, String> classes;
    private final long nowMicros;

    /** @param classes retention class by workspace; whoever is not in it is of the class standard */
    public RetentionRun(Connection connection, RetentionPolicy policy, Map<String, String> classes, long nowMicros) {
        this.connection = connection;
        this.policy = policy;
        this.classes = new TreeMap<>(classes);
        this.nowMicros = nowMicros;
    }

    /** What would go. Changes nothing. */
    public List<RetentionLine> plan() throws SQLException {
        connection.setAutoCommit(false);
        try {
            putHistory();
            List<RetentionLine> lines = new ArrayList<>(dueCalls());
            for (RetainedTable table : RetainedTable.values()) {
                lines.add(due(table));
            }
            return lines;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Does it, and says what was done: the lines of the plan. Shows readers no more than the policy says from the first step on. */
    public List<RetentionLine> apply() throws SQLException {
        connection.setAutoCommit(true);
        List<RetentionLine> planned = plan();
        putHistory();
        for (RetainedTable table : RetainedTable.values()) {
            set(table.setting(), keep(table));
        }
        // What goes by workspace must not go by the age of its day alone.
        set("usage_event", Keep.FOREVER);
        Map<String, Long> taken = expireCalls();
        Map<String, Long> deleted = maintain();
        List<RetentionLine> done = new ArrayList<>();
        for (RetentionLine line : planned) {
            Map<String, Long> rows = line.data() == DataClass.RAW_USAGE ? taken : deleted;
            done.add(new RetentionLine(
                    line.data(),
                    line.what(),
                    line.rule(),
                    rows.getOrDefault(line.what(), 0L),
                    0,
                    line.days(),
                    line.held()));
        }
        return done;
    }

    private void putHistory() throws SQLException {
        Map<String, String> all = new TreeMap<>(classes);
        all.put("", UNNAMED_CLASS);
        String[] spans = all.values().stream()
                .map(name -> policy.ofCalls(name).keep().interval().orElse(null))
                .toArray(String[]::new);
        try (PreparedStatement put =
                connection.prepareStatement("select usage_history_set(?, ?, ?::text[]::interval[])")) {
            put.setArray(1, connection.createArrayOf("text", all.keySet().toArray()));
            put.setArray(2, connection.createArrayOf("text", all.values().toArray()));
            put.setArray(3, connection.createArrayOf("text", spans));
            put.execute();
        }
    }

    private List<RetentionLine> dueCalls() throws SQLException {
        Map<String, RetentionLine> lines = new TreeMap<>();
        policy.calls()
                .forEach((name, rule) ->
                        lines.put(name, new RetentionLine(DataClass.RAW_USAGE, name, rule, 0, 0, 0, 0)));
        String sql = "select retention_class, coalesce(sum(calls) filter (where not held), 0),"
                + " coalesce(sum(bytes) filter (where not held), 0),"
                + " count(distinct day) filter (where not held), coalesce(sum(calls) filter (where held), 0)"
                + " from usage_due(?) group by retention_class";
        try (PreparedStatement due = connection.prepareStatement(sql)) {
            setNow(due, 1);
            try (ResultSet rows = due.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    lines.put(
                            name,
                            new RetentionLine(
                                    DataClass.RAW_USAGE,
                                    name,
                                    policy.ofCalls(name),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getLong(5)));
                }
            }
        }
        return List.copyOf(lines.values());
    }

    private RetentionLine due(RetainedTable table) throws SQLException {
        Rule rule = new Rule(keep(table), policy.of(table.data()).then());
        try (PreparedStatement count =
                connection.prepareStatement("select due, bytes, held from retention_count(?, ?::interval, ?)")) {
            count.setString(1, table.table());
            count.setString(2, rule.keep().interval().orElse(null));
            setNow(count, 3);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new RetentionLine(
                        table.data(), table.table(), rule, row.getLong(1), row.getLong(2), 0, row.getLong(3));
            }
        }
    }

    private Keep keep(RetainedTable table) {
        return table.keep(policy.of(table.data()).keep());
    }

    private void set(String setting, Keep keep) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select retention_set(?, ?::interval)")) {
            set.setString(1, setting);
            set.setString(2, keep.interval().orElse(null));
            set.execute();
        }
    }

    private record Step(String day, String retentionClass, String workspaces) {}

    /** Rows by retention class. */
    private Map<String, Long> expireCalls() throws SQLException {
        Map<String, Long> taken = new TreeMap<>();
        for (Step step : steps()) {
            String vacuum = null;
            try (PreparedStatement expire = connection.prepareStatement(
                    "select removed, relation::text from usage_expire(?::date, ?::text[], ?)")) {
                expire.setString(1, step.day());
                expire.setString(2, step.workspaces());
                setNow(expire, 3);
                try (ResultSet row = expire.executeQuery()) {
                    row.next();
                    taken.merge(step.retentionClass(), row.getLong(1), Long::sum);
                    vacuum = row.getString(2);
                }
            }
            vacuum(vacuum);
        }
        return taken;
    }

    private List<Step> steps() throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (PreparedStatement due = connection.prepareStatement(
                "select day::text, retention_class, array_agg(workspace_id)::text from usage_due(?)"
                        + " where not held group by 1, 2 order by 1, 2")) {
            setNow(due, 1);
            try (ResultSet rows = due.executeQuery()) {
                while (rows.next()) {
                    steps.add(new Step(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return steps;
    }

    /** Gives the room of deleted rows back to the chunk; its name is the catalogue's own. */
    private void vacuum(@Nullable String relation) throws SQLException {
        if (relation != null) {
            try (Statement vacuum = connection.createStatement()) {
                vacuum.execute("vacuum " + relation);
            }
        }
    }

    /** Rows by table. */
    private Map<String, Long> maintain() throws SQLException {
        Map<String, Long> deleted = new TreeMap<>();
        boolean more = true;
        while (more) {
            more = false;
            try (PreparedStatement call =
                    connection.prepareStatement("select action, what, amount, more from millrace_maintain_at(?, ?)")) {
                call.setInt(1, ROWS_MAX);
                setNow(call, 2);
                try (ResultSet rows = call.executeQuery()) {
                    while (rows.next()) {
                        if (rows.getString(1).equals("deleted")) {
                            deleted.merge(rows.getString(2), rows.getLong(3), Long::sum);
                        }
                        more |= rows.getBoolean(4);
                    }
                }
            }
        }
        return deleted;
    }

    private void setNow(PreparedStatement statement, int place) throws SQLException {
        statement.setObject(place, Micros.toInstant(nowMicros).atOffset(ZoneOffset.UTC));
    }
}
