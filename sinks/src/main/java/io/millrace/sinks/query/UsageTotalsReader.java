package io.millrace.sinks.query;

import io.millrace.sinks.rollup.RollupLevel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Reads the sums of all tables, for the audit, what retention dropped from them included. One statement, so one snapshot.
 * Closes nothing.
 */
public final class UsageTotalsReader {
    private static final String SUMS =
            "coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint,"
                    + " coalesce(sum(cache_read_tokens), 0)::bigint, coalesce(sum(cost_nano_usd), 0)::bigint,"
                    + " coalesce(sum(charge_nano_usd), 0)::bigint";
    /** What went from days that are otherwise there. */
    private static final String REMOVED =
            part("usage_removed", "sum(requests)", "day::timestamp at time zone 'UTC' >= " + since("usage_event"));

    private static final String SQL =
            "select -2::bigint as source, count(*), 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint"
                    + " from usage_refused union all " + of(-1, "usage_event", "count(*)", "occurred_at")
                    + " union all "
                    + Arrays.stream(RollupLevel.values())
                            .map(level -> of(level.lengthMicros(), level.table(), "sum(requests)", "bucket"))
                            .collect(Collectors.joining(" union all "))
                    + " order by source";

    private static final String RECORDS = "select coalesce(sum(requests), 0)::bigint from ("
            + part("usage_day", "sum(requests)", "bucket >= " + since("usage_day")) + " union all "
            + part("usage_month", "sum(requests)", "bucket < " + since("usage_day")) + ") as parts";

    private UsageTotalsReader() {}

    /** @throws SQLException when the database is away, or a sum is beyond a bigint */
    public static SinkTotals read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            long refused = next(rows).records();
            return new SinkTotals(next(rows), next(rows), next(rows), next(rows), refused);
        }
    }

    /** Calls in usage_event, each once however often it was corrected, by way of the day rollups. */
    public static long records(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RECORDS)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Rows that usage_event has and that {@code usage_expire} took from it, corrected ones among them. */
    public static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select (select count(*) from usage_event)"
                        + " + (select coalesce(sum(rows), 0) from usage_removed)::bigint")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Days and months stand for what retention dropped from a table; it drops whole days, and whole months of the days. */
    private static String of(long source, String table, String count, String time) {
        return "select " + source + ", coalesce(sum(requests), 0)::bigint, " + SUMS + " from ("
                + kept(table, count, time) + " union all "
                + (table.equals("usage_event") ? REMOVED + " union all " : "")
                + part(
                        "usage_day",
                        "sum(requests)",
                        "bucket >= " + since("usage_day") + " and bucket < " + since(table))
                + " union all "
                + part(
                        "usage_month",
                        "sum(requests)",
                        "bucket < least(" + since("usage_day") + ", " + since(table) + ")")
                + ") as parts";
    }

    private static String kept(String table, String count, String time) {
        return part(
                table,
                count,
                time + " >= " + since(table) + (table.equals("usage_event") ? " and corrected_by is null" : ""));
    }

    private static String part(String table, String count, String where) {
        return "select " + count
                + " as requests, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,"
                + " sum(cache_read_tokens) as cache_read_tokens, sum(cost_nano_usd) as cost_nano_usd,"
                + " sum(charge_nano_usd) as charge_nano_usd from " + table + " where " + where;
    }

    private static String since(String table) {
        return "coalesce((select since from usage_kept where table_name = '" + table + "'), '-infinity')";
    }

    private static UsageTotals next(ResultSet rows) throws SQLException {
        rows.next();
        return new UsageTotals(
                rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getLong(6), rows.getLong(7));
    }
}
