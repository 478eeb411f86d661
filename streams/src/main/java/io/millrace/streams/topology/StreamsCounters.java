package io.millrace.streams.topology;

import java.util.concurrent.atomic.LongAdder;

/**
 * What this process did since it started. Thread-safe.
 * Work that an aborted transaction took back is counted too, so after a failure these are upper bounds: for exact sums
 * read the topics, and the duplicates of {@code StreamsApp.duplicates()}.
 */
public final class StreamsCounters {
    private final LongAdder read = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder rated = new LongAdder();
    private final LongAdder unpriced = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final LongAdder alerts = new LongAdder();
    private final LongAdder drawdowns = new LongAdder();
    private final LongAdder unreadablePrices = new LongAdder();

    /**
     * The counts at one moment, in records.
     *
     * @param read usage records taken from Kafka
     * @param rejected records of any topic sent to the rejected topic
     * @param unreadablePrices prices that were left out of the price book, each time it was built
     */
    public record Snapshot(
            long read,
            long rejected,
            long duplicates,
            long rated,
            long unpriced,
            long decisions,
            long alerts,
            long drawdowns,
            long unreadablePrices) {}

    public Snapshot snapshot() {
        return new Snapshot(
                read.sum(),
                rejected.sum(),
                duplicates.sum(),
                rated.sum(),
                unpriced.sum(),
                decisions.sum(),
                alerts.sum(),
                drawdowns.sum(),
                unreadablePrices.sum());
    }

    void read() {
        read.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void duplicate() {
        duplicates.increment();
    }

    void rated(boolean priced) {
        rated.increment();
        if (!priced) {
            unpriced.increment();
        }
    }

    void decision() {
        decisions.increment();
    }

    void alert() {
        alerts.increment();
    }

    void drawdown() {
        drawdowns.increment();
    }

    void unreadablePrice() {
        unreadablePrices.increment();
    }
}
