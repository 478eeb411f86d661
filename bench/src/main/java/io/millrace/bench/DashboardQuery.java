package io.millrace.bench;

import java.time.Duration;

/** What the panels of the dashboards ask, over the spans that they are looked at with. */
enum DashboardQuery {
    SPEND_BY_WORKSPACE(
            "spend by workspace, 30 days",
            30,
            "select * from spend(null, :from, :to, 'workspace') order by charge_nano_usd desc limit 100"),
    SPEND_BY_FEATURE(
            "spend of a workspace by feature, 30 days", 30, "select * from spend(:workspace, :from, :to, 'feature')"),
    CACHE_SAVINGS("cache savings, 30 days", 30, "select * from cache_savings(null, :from, :to)"),
    FORECAST("forecast of a workspace", 30, "select * from forecast_month_end(:workspace, :to)"),
    CHARGE_BY_DAY(
            "charge by day and model, 30 days",
            30,
            "select bucket, model, sum(charge_nano_usd) from usage_by_day where bucket >= :from and bucket < :to"
                    + " group by 1, 2 order by 1, 2"),
    CHARGE_BY_HOUR(
            "charge by hour and model, 1 day",
            1,
            "select bucket, model, sum(charge_nano_usd) from usage_by_hour where bucket >= :from and bucket < :to"
                    + " group by 1, 2 order by 1, 2"),
    WEEK_OF_WORKSPACE(
            "a workspace by hour and model, 7 days",
            7,
            "select bucket, model, sum(charge_nano_usd) from usage_by_hour where workspace_id = :workspace"
                    + " and bucket >= :from and bucket < :to group by 1, 2 order by 1, 2"),
    CALLS_BY_MINUTE(
            "calls and failures by minute, 1 hour",
            0,
            "select bucket, sum(requests), sum(failures) from usage_by_minute where bucket >= :from and bucket < :to"
                    + " group by 1 order by 1"),
    LATENCY_BY_MINUTE(
            "latency by minute, 1 hour",
            0,
            "select bucket, latency_quantile(0.5, latency_offset, latency_counts),"
                    + " latency_quantile(0.95, latency_offset, latency_counts),"
                    + " latency_quantile(0.99, latency_offset, latency_counts)"
                    + " from usage_by_minute where bucket >= :from and bucket < :to group by 1 order by 1"),
    LATENCY_OF_WORKSPACE(
            "latency of a workspace by minute, 1 hour",
            0,
            "select bucket, latency_quantile(0.5, latency_offset, latency_counts),"
                    + " latency_quantile(0.95, latency_offset, latency_counts)"
                    + " from usage_by_minute where workspace_id = :workspace and bucket >= :from and bucket < :to"
                    + " group by 1 order by 1"),
    LATENCY_BY_MODEL(
            "latency by provider and model, 1 day",
            1,
            "select provider, model, sum(requests), latency_quantile(0.5, latency_offset, latency_counts),"
                    + " latency_quantile(0.95, latency_offset, latency_counts),"
                    + " latency_quantile(0.99, latency_offset, latency_counts)"
                    + " from usage_by_hour where bucket >= :from and bucket < :to group by 1, 2"),
    LATENCY_MERGED_ONCE(
            "the same, histograms merged once for all quantiles",
            1,
            "select provider, model, requests, latency_quantile(0.5, latency), latency_quantile(0.95, latency),"
                    + " latency_quantile(0.99, latency) from (select provider, model, sum(requests) as requests,"
                    + " latency_merge(latency_offset, latency_counts) as latency from usage_by_hour"
                    + " where bucket >= :from and bucket < :to group by 1, 2) as merged");

    private final String words;
    private final int days;
    private final String sql;

    /** @param days of the span; 0 is an hour */
    DashboardQuery(String words, int days, String sql) {
        this.words = words;
        this.days = days;
        this.sql = sql;
    }

    String words() {
        return words;
    }

    Duration span() {
        return days == 0 ? Duration.ofHours(1) : Duration.ofDays(days);
    }

    /** With literals in place of its names, as Grafana sends it. */
    String sql(String from, String to, String workspace) {
        return sql.replace(":from", "'" + from + "'::timestamptz")
                .replace(":to", "'" + to + "'::timestamptz")
                .replace(":workspace", "'" + workspace + "'");
    }
}
