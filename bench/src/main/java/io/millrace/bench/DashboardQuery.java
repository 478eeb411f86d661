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
    CHARGE_BY_WORKSPACE(
            "charge by workspace, the largest ones, 7 days",
            7,
            "with charged as materialized (select bucket, workspace_id as name, sum(charge_nano_usd) as charge"
                    + " from usage_series(null, :from, :to) group by 1, 2), top as (select name from charged"
                    + " group by 1 order by sum(charge) desc limit 9) select bucket, case when name in"
                    + " (select name from top) then name else 'other' end, sum(charge) from charged"
                    + " group by 1, 2 order by 1, 2"),
    SPEND_BY_KEY(
            "spend by key, 7 days that begin within an hour",
            7,
            "select * from spend(null, :from::timestamptz + interval '8 hours 20 minutes', :to, 'api_key')"
                    + " order by charge_nano_usd desc limit 100"),
    FORECAST_OF_ALL("forecast of all workspaces", 30, "select * from forecast_month_end(null, :to)"),
    WORKSPACE_LATENCY(
            "latency of a workspace by hour, 7 days",
            7,
            "select bucket, latency_quantile(0.5, merged), latency_quantile(0.95, merged) from (select bucket,"
                    + " latency_merge(latency_offset, latency_counts) as merged"
                    + " from usage_series(:workspace, :from, :to) group by 1) as hours order by 1"),
    CALLS_OF_PROVIDERS(
            "calls by minute and provider, 6 hours",
            -6,
            "select bucket, provider, sum(requests), sum(failures) from usage_models(:from, :to)"
                    + " group by 1, 2 order by 1, 2"),
    LATENCY_OF_MINUTES(
            "latency by minute, 6 hours",
            -6,
            "select bucket, latency_quantile(0.5, merged), latency_quantile(0.95, merged),"
                    + " latency_quantile(0.99, merged) from (select bucket,"
                    + " latency_merge(latency_offset, latency_counts) as merged from usage_models(:from, :to)"
                    + " group by 1) as minutes order by 1"),
    LATENCY_OF_MODELS(
            "latency by provider and model, 1 day",
            1,
            "select provider, model, calls, latency_quantile(0.5, merged), latency_quantile(0.95, merged),"
                    + " latency_quantile(0.99, merged), first_token from (select provider, model,"
                    + " sum(requests) as calls, latency_merge(latency_offset, latency_counts) as merged,"
                    + " latency_quantile(0.95, first_token_offset, first_token_counts) as first_token"
                    + " from usage_models(:from, :to) group by 1, 2) as models order by 3 desc"),
    CALLS_BY_MINUTE(
            "calls and failures by minute, 1 hour, from rows of keys",
            -1,
            "select bucket, sum(requests), sum(failures) from usage_by_minute where bucket >= :from and bucket < :to"
                    + " group by 1 order by 1"),
    LATENCY_OF_WORKSPACE(
            "latency of a workspace by minute, 1 hour",
            -1,
            "select bucket, latency_quantile(0.5, latency_offset, latency_counts),"
                    + " latency_quantile(0.95, latency_offset, latency_counts)"
                    + " from usage_by_minute where workspace_id = :workspace and bucket >= :from and bucket < :to"
                    + " group by 1 order by 1");

    private final String words;
    private final int days;
    private final String sql;

    /** @param days of the span; below 0, so many hours */
    DashboardQuery(String words, int days, String sql) {
        this.words = words;
        this.days = days;
        this.sql = sql;
    }

    String words() {
        return words;
    }

    Duration span() {
        return days < 0 ? Duration.ofHours(-days) : Duration.ofDays(days);
    }

    /** With literals in place of its names, as Grafana sends it. */
    String sql(String from, String to, String workspace) {
        return sql.replace(":from", "'" + from + "'::timestamptz")
                .replace(":to", "'" + to + "'::timestamptz")
                .replace(":workspace", "'" + workspace + "'");
    }
}
