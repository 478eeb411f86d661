package io.millrace.billing.app;

import io.millrace.billing.postgres.BillingFigures;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The metrics of billing beside those of its posting and its gateway. Stateless. */
final class BillingPage {
    private static final String PREFIX = "millrace_billing_";
    /** Shown at 0 too: a rule asks for it. */
    private static final String FROZEN = "FROZEN";

    private BillingPage() {}

    /** @param figures null until the tables were looked at */
    static void write(PrometheusText page, @Nullable BillingFigures figures, long ageMillis) {
        if (figures == null) {
            return;
        }
        gauge(page, "figures_age_milliseconds", "Since the figures of the tables were read.", ageMillis);
        Map<String, Long> topUps = new TreeMap<>(figures.topUps());
        topUps.putIfAbsent(FROZEN, 0L);
        labelled(page, "topups", "Top-ups that are not over, by state.", "state", topUps);
        labelled(page, "outbox_pending", "Rows that are not known to be in Kafka.", "kind", figures.outbox());
        gauge(page, "events_pending", "Events of Stripe that wait.", figures.eventsPending());
        gauge(page, "events_pending_seconds", "Since the oldest of them came.", figures.eventsPendingSeconds());
        gauge(page, "events_dead", "Events of Stripe that were given up.", figures.eventsDead());
        gauge(page, "dead_letters", "Drawdowns that could not be posted, ever.", figures.deadLetters());
        gauge(page, "watermark_age_seconds", "Since a batch was posted; -1 before the first.", figures.postedSeconds());
        gauge(
                page,
                "reconcile_differences",
                "Differences of the last reconciliation that ended.",
                figures.reconcileDifferences());
    }

    static void writeLoops(PrometheusText page, List<Loop> loops, List<String> alarms) {
        Map<String, Long> errors = new TreeMap<>();
        Map<String, Long> failing = new TreeMap<>();
        for (Loop loop : loops) {
            errors.put(loop.name(), loop.errors());
            failing.put(loop.name(), loop.failure() == null ? 0L : 1L);
        }
        String total = PREFIX + "loop_errors_total";
        page.metric(total, MetricType.COUNTER, "Steps of a loop that failed.");
        errors.forEach((name, count) -> page.sample(total, Map.of("loop", name), count));
        labelled(page, "loop_failing", "1 while the last step of a loop failed.", "loop", failing);
        gauge(page, "alarms", "What a person must look at.", alarms.size());
    }

    private static void labelled(
            PrometheusText page, String name, String help, String label, Map<String, Long> values) {
        page.metric(PREFIX + name, MetricType.GAUGE, help);
        new TreeMap<>(values).forEach((value, count) -> page.sample(PREFIX + name, Map.of(label, value), count));
    }

    private static void gauge(PrometheusText page, String name, String help, long value) {
        page.metric(PREFIX + name, MetricType.GAUGE, help).sample(PREFIX + name, value);
    }
}
