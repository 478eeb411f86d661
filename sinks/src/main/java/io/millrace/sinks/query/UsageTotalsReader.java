package io.millrace.sinks.query;

import io.millrace.sinks.rollup.RollupLevel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads the sums of all tables, for the audit. One statement, so one snapshot. Closes nothing. */
public final class UsageTotalsReader {
    private static final String SUMS =
            "coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint,"
                    + " coalesce(sum(cache_read_tokens), 0)::bigint, coalesce(sum(cost_nano_usd), 0)::bigint,"
                    + " coalesce(sum(charge_nano_usd), 0)::bigint";
    private static final String SQL =
            "select -2::bigint as source, count(*), 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint"
                    + " from usage_refused union all select -1, count(*), " + SUMS
                    + " from usage_event where corrected_by is null union all "
                    + Arrays.stream(RollupLevel.values())
                            .map(UsageTotalsReader::ofLevel)
                            .collect(Collectors.joining(" union all "))
                    + " order by source";

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
                ResultSet rows = statement.executeQuery("select coalesce(sum(requests), 0)::bigint from usage_day")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Rows in usage_event, corrected ones among them. */
    public static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from usage_event")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String ofLevel(RollupLevel level) {
        return "select " + level.lengthMicros() + ", coalesce(sum(requests), 0)::bigint, " + SUMS + " from "
                + level.table();
    }

    private static UsageTotals next(ResultSet rows) throws SQLException {
        rows.next();
        return new UsageTotals(
                rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getLong(6), rows.getLong(7));
    }
}
