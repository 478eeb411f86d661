package io.millrace.billing.app;

import io.millrace.billing.postgres.PostResult;
import io.millrace.schemas.service.Histogram;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What this process posted since its start, and what waits. Thread-safe. */
final class PostingMeter {
    private final LongAdder posted = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder poison = new LongAdder();
    private final Histogram seconds = new Histogram();
    private final Map<Integer, Long> lags = new ConcurrentHashMap<>();

    /** @param nanos that the transaction took */
    void posted(PostResult result, long nanos) {
        posted.add(result.posted());
        duplicates.add(result.duplicates());
        poison.add(result.poison());
        seconds.add(nanos);
    }

    /** @param records that are not posted yet; empty where Kafka has not said so far */
    void lag(int partition, OptionalLong records) {
        records.ifPresent(count -> lags.put(partition, count));
    }

    /** Whether Kafka has told how much waits: drawdowns are being read. */
    boolean isReading() {
        return !lags.isEmpty();
    }

    /** The partitions are to be found again. */
    void forget() {
        lags.clear();
    }

    void write(PrometheusText page) {
        counter(page, "millrace_billing_drawdowns_posted_total", "Drawdowns posted.", posted.sum());
        counter(page, "millrace_billing_drawdowns_known_total", "Drawdowns posted before.", duplicates.sum());
        counter(page, "millrace_billing_drawdowns_refused_total", "Drawdowns set aside.", poison.sum());
        page.metric(
                "millrace_billing_consumer_lag_records", MetricType.GAUGE, "Records of a partition not posted yet.");
        lags.forEach((partition, lag) -> page.sample(
                "millrace_billing_consumer_lag_records", Map.of("partition", String.valueOf(partition)), lag));
        seconds.write(page, "millrace_billing_posting_seconds", "How long the transaction of a batch took.");
    }

    private static void counter(PrometheusText page, String name, String help, long value) {
        page.metric(name, MetricType.COUNTER, help).sample(name, value);
    }
}
