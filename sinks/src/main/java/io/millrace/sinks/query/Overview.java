package io.millrace.sinks.query;

import java.time.Instant;
import java.util.List;

/**
 * All that the dashboards show, of whole hours.
 *
 * @param from start of the first hour
 * @param to end of the last hour
 * @param hours each of them, without gaps
 * @param models most calls first
 * @param limits nearest to their limit first; of windows that overlap the span
 */
public record Overview(
        Instant from,
        Instant to,
        List<HourLine> hours,
        List<ModelLatency> models,
        CacheLine cache,
        ForecastLine forecast,
        List<RefusalLine> refusals,
        List<LimitLine> limits) {
    public Overview {
        hours = List.copyOf(hours);
        models = List.copyOf(models);
        refusals = List.copyOf(refusals);
        limits = List.copyOf(limits);
    }

    /** All hours together. */
    public HourLine total() {
        return hours.stream().reduce(HourLine.NONE, HourLine::plus);
    }
}
