package io.millrace.streams.http;

import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.streams.topology.LatencyCounter;
import io.millrace.streams.topology.StreamsCounters;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The metrics of the metering as a page. Stateless. */
public final class MetricsPage {
    private static final String PREFIX = "millrace_streams_";
    private static final int MILLI_DIGITS = 3;
    private static final int MICRO_DIGITS = 6;

    /**
     * What only Kafka Streams knows.
     *
     * @param state its word for the state of this process
     * @param threads that are alive
     * @param quarantined records that the metering failed on
     * @param lags records that wait, by topic and partition
     * @param entries of the stores here, by name
     * @param bytes of heap that the stores here take, by name; those of standby copies too
     */
    public record Readings(
            String state,
            int threads,
            int quarantined,
            List<Lag> lags,
            Map<String, Long> entries,
            Map<String, Long> bytes) {
        public Readings {
            lags = List.copyOf(lags);
            entries = Map.copyOf(entries);
            bytes = Map.copyOf(bytes);
        }
    }

    /** Records of a partition that are not read yet. */
    public record Lag(String topic, int partition, long records) {}

    private MetricsPage() {}

    public static void write(PrometheusText page, StreamsCounters counters, Readings readings) {
        addCounters(page, counters.snapshot());
        addRejected(page, new EnumMap<>(counters.rejectedByReason()));
        addReadings(page, readings);
        addLatency(page, counters.decisionLatency());
    }

    private static void addCounters(PrometheusText page, StreamsCounters.Snapshot counted) {
        counter(page, "records_read_total", "Usage records taken from Kafka.", counted.read());
        counter(page, "records_rated_total", "Calls metered.", counted.rated());
        counter(page, "records_unpriced_total", "Calls metered without a price.", counted.unpriced());
        counter(
                page,
                "duplicates_total",
                "Usage records dropped because their event id was known.",
                counted.duplicates());
        counter(page, "corrections_total", "Corrections metered.", counted.corrections());
        counter(page, "rated_again_total", "Unpriced calls rated by a later price.", counted.ratedAgain());
        counter(
                page,
                "unpriced_forgotten_total",
                "Unpriced calls that no later price will rate.",
                counted.unpricedForgotten());
        counter(page, "decisions_total", "Decisions written.", counted.decisions());
        counter(page, "alerts_total", "Alerts written.", counted.alerts());
        counter(page, "drawdowns_total", "Drawdowns written.", counted.drawdowns());
        counter(page, "restored_records_total", "Changelog records read before tasks could run.", counted.restored());
        counter(page, "standby_records_total", "Changelog records read by standby tasks.", counted.copied());
        counter(
                page,
                "prices_left_out_total",
                "Prices left out of the book, each time it was built.",
                counted.unreadablePrices());
    }

    private static void addRejected(PrometheusText page, Map<RejectReason, Long> rejected) {
        String name = PREFIX + "rejected_total";
        page.metric(name, MetricType.COUNTER, "Records of any topic sent to the rejected topic.");
        rejected.forEach((reason, count) -> page.sample(name, Map.of("reason", reason.name()), count));
    }

    private static void addReadings(PrometheusText page, Readings readings) {
        String state = PREFIX + "state";
        page.metric(state, MetricType.GAUGE, "1 for the state of this process.");
        page.sample(state, Map.of("state", readings.state()), 1);
        gauge(page, "threads", "Stream threads alive.", readings.threads());
        gauge(
                page,
                "quarantined_records",
                "Records that the metering failed on since the start.",
                readings.quarantined());
        String lag = PREFIX + "consumer_lag_records";
        page.metric(lag, MetricType.GAUGE, "Records of a partition that are not read yet.");
        readings.lags()
                .forEach(l -> page.sample(
                        lag, Map.of("topic", l.topic(), "partition", String.valueOf(l.partition())), l.records()));
        byStore(page, "store_entries", "Entries of a state store in this process.", readings.entries());
        byStore(
                page,
                "store_bytes",
                "Heap that a state store takes in this process, standby copies included; estimated.",
                readings.bytes());
    }

    private static void byStore(PrometheusText page, String name, String help, Map<String, Long> values) {
        page.metric(PREFIX + name, MetricType.GAUGE, help);
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(store -> page.sample(PREFIX + name, Map.of("store", store.getKey()), store.getValue()));
    }

    private static void addLatency(PrometheusText page, LatencyCounter.Snapshot latency) {
        String name = PREFIX + "decision_latency_seconds";
        page.metric(
                name,
                MetricType.HISTOGRAM,
                "From a call's publishing to the decision it caused being handed to Kafka.");
        long seen = 0;
        for (int i = 0; i < latency.counts().size(); i++) {
            seen += latency.counts().get(i);
            String bound = i < LatencyCounter.BOUNDS_MILLIS.size()
                    ? decimal(LatencyCounter.BOUNDS_MILLIS.get(i), MILLI_DIGITS)
                    : "+Inf";
            page.sample(name + "_bucket", Map.of("le", bound), seen);
        }
        page.sample(name + "_sum", Map.of(), decimal(latency.sumMicros(), MICRO_DIGITS));
        page.sample(name + "_count", seen);
    }

    private static void counter(PrometheusText page, String name, String help, long value) {
        page.metric(PREFIX + name, MetricType.COUNTER, help).sample(PREFIX + name, value);
    }

    private static void gauge(PrometheusText page, String name, String help, long value) {
        page.metric(PREFIX + name, MetricType.GAUGE, help).sample(PREFIX + name, value);
    }

    private static String decimal(long unscaled, int digits) {
        return BigDecimal.valueOf(unscaled, digits).stripTrailingZeros().toPlainString();
    }
}
