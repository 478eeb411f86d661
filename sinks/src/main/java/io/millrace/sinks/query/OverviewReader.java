package io.millrace.sinks.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the overview, from the rollups and the signals. Closes nothing. */
public final class OverviewReader {
    private static final String NEWEST = "select coalesce(max(bucket), 'epoch') from usage_by_hour";
    private static final String HOURS = "select bucket, sum(requests)::bigint, sum(failures)::bigint,"
            + " sum(unpriced)::bigint, sum(charge_nano_usd)::bigint from usage_by_hour"
            + " where bucket >= ? and bucket < ? group by bucket";
    private static final String MODELS = "select model, sum(requests)::bigint,"
            + " latency_quantile(0.5, latency_offset, latency_counts),"
            + " latency_quantile(0.95, latency_offset, latency_counts) from usage_by_hour"
            + " where bucket >= ? and bucket < ? group by model order by 2 desc, 1 limit ?";
    private static final String MODEL_HOURS =
            "select model, bucket, latency_quantile(0.95, latency_offset, latency_counts)"
                    + " from usage_by_hour where bucket >= ? and bucket < ? group by model, bucket";
    private static final String CACHE = "select coalesce(sum(input_tokens), 0)::bigint,"
            + " coalesce(sum(cache_read_tokens), 0)::bigint, coalesce(sum(cache_saving_nano_usd), 0)::bigint,"
            + " coalesce(sum(cache_unvalued_tokens), 0)::bigint"
            + " from usage_by_hour where bucket >= ? and bucket < ?";
    private static final String FORECAST = "select spent_nano_usd, expected_nano_usd, low_nano_usd, high_nano_usd"
            + " from forecast_month_end(null, ?)";
    /** All that came since the start: a refused record may have no time of its own that could be believed. */
    private static final String REFUSALS =
            "select reason, count(*) from refusal_history where ingested_at >= ? group by reason order by 2 desc, 1";

    private static final String LIMITS = "select workspace_id, policy_id, dimension"
            + " || case dimension when 'WORKSPACE' then '' else ' ' || value end, measure, verdict, used, limit_amount"
            + " from budget_limit where (window_end is null or window_end > ?) and window_start < ?"
            + " order by used::numeric / nullif(limit_amount, 0) desc nulls first, 1, 2, 3 limit ?";

    private OverviewReader() {}

    /**
     * Of whole hours, 90 days of them at most.
     *
     * @param from null for a day before the end
     * @param to null for the end of the newest hour that has a call
     * @param limit lines of models and of limits, at most
     * @throws SQLException when the database is away
     */
    public static Overview read(Connection connection, @Nullable Instant from, @Nullable Instant to, int limit)
            throws SQLException {
        Asking database = new Asking(connection);
        HourSpan span = HourSpan.of(from, to, database.one(NEWEST, row -> Asking.instant(row, 1)));
        return new Overview(
                span.from(),
                span.to(),
                hours(database, span),
                models(database, span, limit),
                database.one(CACHE, OverviewReader::cache, span.from(), span.to()),
                database.one(FORECAST, OverviewReader::forecast, span.to()),
                database.all(REFUSALS, row -> new RefusalLine(row.getString(1), row.getLong(2)), span.from()),
                database.all(LIMITS, OverviewReader::limit, span.from(), span.to(), limit));
    }

    private static List<HourLine> hours(Asking database, HourSpan span) throws SQLException {
        List<HourLine> hours = new ArrayList<>(Collections.nCopies(span.count(), HourLine.NONE));
        database.all(
                HOURS,
                row -> hours.set(
                        span.index(Asking.instant(row, 1)),
                        new HourLine(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))),
                span.from(),
                span.to());
        return hours;
    }

    private static List<ModelLatency> models(Asking database, HourSpan span, int limit) throws SQLException {
        Map<String, List<@Nullable Long>> byHour = new HashMap<>();
        database.all(
                MODEL_HOURS,
                row -> byHour.computeIfAbsent(row.getString(1), model -> span.blanks())
                        .set(span.index(Asking.instant(row, 2)), Asking.micros(row, 3)),
                span.from(),
                span.to());
        return database.all(
                MODELS,
                row -> new ModelLatency(
                        row.getString(1),
                        row.getLong(2),
                        Asking.micros(row, 3),
                        Asking.micros(row, 4),
                        byHour.getOrDefault(row.getString(1), List.of())),
                span.from(),
                span.to(),
                limit);
    }

    private static CacheLine cache(ResultSet row) throws SQLException {
        return new CacheLine(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    private static ForecastLine forecast(ResultSet row) throws SQLException {
        return new ForecastLine(row.getLong(1), Asking.number(row, 2), Asking.number(row, 3), Asking.number(row, 4));
    }

    private static LimitLine limit(ResultSet row) throws SQLException {
        return new LimitLine(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7));
    }
}
