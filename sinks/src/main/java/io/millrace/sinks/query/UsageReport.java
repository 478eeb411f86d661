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

/** Reports from the rollups that the current user may read, the largest lines first. Closes nothing. */
public final class UsageReport {
    private static final String FAILURES = "errors + timeouts + cancelled + partial + refused";
    private static final String QUANTILES =
            "latency_quantile(0.5, %1$s), latency_quantile(0.95, %1$s), latency_quantile(0.99, %1$s)";

    /** One line from one row. */
    @FunctionalInterface
    private interface Line<T> {
        T of(ResultSet row) throws SQLException;
    }

    private UsageReport() {}

    /** By tokens. */
    public static List<UsageLine> usage(Connection connection, ReportQuery query) throws SQLException {
        String sums = "sum(requests)::bigint, sum(" + FAILURES + ")::bigint, sum(input_tokens)::bigint,"
                + " sum(cache_read_tokens)::bigint, sum(output_tokens)::bigint, sum(reasoning_tokens)::bigint";
        String sql = grouped(query, sums) + " order by sum(input_tokens + output_tokens) desc, 1 limit ?";
        return lines(
                connection,
                query,
                sql,
                row -> new UsageLine(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)));
    }

    /** By charge. */
    public static List<SpendLine> spend(Connection connection, ReportQuery query) throws SQLException {
        String sums =
                "sum(requests)::bigint, sum(unpriced)::bigint, sum(cost_nano_usd)::bigint, sum(charge_nano_usd)::bigint";
        String sql = grouped(query, sums) + " order by sum(charge_nano_usd) desc, sum(cost_nano_usd) desc, 1 limit ?";
        return lines(
                connection,
                query,
                sql,
                row -> new SpendLine(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }

    /** By calls. */
    public static List<LatencyLine> latency(Connection connection, ReportQuery query) throws SQLException {
        String merged = "sum(requests)::bigint as requests, latency_merge(latency_offset, latency_counts) as latency,"
                + " latency_merge(first_token_offset, first_token_counts) as first_token";
        String sql = "select " + query.by().column() + ", requests, " + String.format(QUANTILES, "latency") + ", "
                + String.format(QUANTILES, "first_token") + " from (" + grouped(query, merged)
                + " order by sum(requests) desc, 1 limit ?) as merged order by requests desc, 1";
        return lines(
                connection,
                query,
                sql,
                row -> new LatencyLine(
                        row.getString(1),
                        row.getLong(2),
                        micros(row, 3),
                        micros(row, 4),
                        micros(row, 5),
                        micros(row, 6),
                        micros(row, 7),
                        micros(row, 8)));
    }

    private static String grouped(ReportQuery query, String sums) {
        String column = query.by().column();
        return "select " + column + ", " + sums + " from " + query.level().view()
                + " where bucket >= ? and bucket < ? group by " + column;
    }

    private static <T> List<T> lines(Connection connection, ReportQuery query, String sql, Line<T> line)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, bound(query.from(), OffsetDateTime.MIN));
            statement.setObject(2, bound(query.to(), OffsetDateTime.MAX));
            statement.setInt(3, query.limit());
            List<T> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(line.of(rows));
                }
            }
            return lines;
        }
    }

    /** PostgreSQL's driver takes the least and the greatest time for -infinity and infinity. */
    private static OffsetDateTime bound(@Nullable Instant border, OffsetDateTime none) {
        return border == null ? none : border.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long micros(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : (Long) Math.round(value);
    }
}
