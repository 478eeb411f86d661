package io.millrace.streams.topology;

import io.millrace.schemas.rating.RejectReason;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process did since it started. Thread-safe.
 * Work that an aborted transaction took back is counted too, so after a failure these are upper bounds: for exact sums
 * read the topics, and the duplicates of {@code StreamsApp.duplicates()}.
 */
public final class StreamsCounters {
    private final LongAdder read = new LongAdder();
    private final Map<RejectReason, LongAdder> rejected = byReason();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder rated = new LongAdder();
    private final LongAdder unpriced = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final LongAdder alerts = new LongAdder();
    private final LongAdder drawdowns = new LongAdder();
    private final LongAdder unreadablePrices = new LongAdder();
    private final LatencyCounter decisionLatency = new LatencyCounter();
    private final LongAdder corrections = new LongAdder();
    private final LongAdder ratedAgain = new LongAdder();
    private final LongAdder unpricedForgotten = new LongAdder();
    private final LongAdder restored = new LongAdder();
    private final LongAdder copied = new LongAdder();

    /**
     * The counts at one moment, in records.
     *
     * @param read usage records taken from Kafka
     * @param rejected records of any topic sent to the rejected topic
     * @param unreadablePrices newest versions of prices that were refused, each time the price book was built
     * @param corrections counted as a difference, those that were rated again among them
     * @param ratedAgain calls that had no price when they were metered, and have one now
     * @param unpricedForgotten calls that stay unpriced: too many of their workspace waited for a price, or for too long
     * @param restored records of changelogs that were read before a task could run
     * @param copied records of changelogs that standby tasks read
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
            long unreadablePrices,
            long corrections,
            long ratedAgain,
            long unpricedForgotten,
            long restored,
            long copied) {}

    public Snapshot snapshot() {
        return new Snapshot(
                read.sum(),
                rejectedByReason().values().stream().mapToLong(Long::longValue).sum(),
                duplicates.sum(),
                rated.sum(),
                unpriced.sum(),
                decisions.sum(),
                alerts.sum(),
                drawdowns.sum(),
                unreadablePrices.sum(),
                corrections.sum(),
                ratedAgain.sum(),
                unpricedForgotten.sum(),
                restored.sum(),
                copied.sum());
    }

    /** Records of any topic sent to the rejected topic, by why; every reason is there. */
    public Map<RejectReason, Long> rejectedByReason() {
        Map<RejectReason, Long> sums = new EnumMap<>(RejectReason.class);
        rejected.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /** From the publishing of a call at its gateway until a decision that it caused was handed to Kafka's producer. */
    public LatencyCounter.Snapshot decisionLatency() {
        return decisionLatency.snapshot();
    }

    void decidedAfter(long micros) {
        decisionLatency.add(micros);
    }

    void read() {
        read.increment();
    }

    void rejected(RejectReason reason) {
        LongAdder count = rejected.get(reason);
        if (count != null) {
            count.increment();
        }
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

    void correction() {
        corrections.increment();
    }

    void ratedAgain() {
        ratedAgain.increment();
    }

    void unpricedForgotten() {
        unpricedForgotten.increment();
    }

    void restored(long records) {
        restored.add(records);
    }

    void copied(long records) {
        copied.add(records);
    }

    void unreadablePrice() {
        unreadablePrices.increment();
    }

    private static Map<RejectReason, LongAdder> byReason() {
        Map<RejectReason, LongAdder> counts = new EnumMap<>(RejectReason.class);
        Arrays.stream(RejectReason.values()).forEach(reason -> counts.put(reason, new LongAdder()));
        return Collections.unmodifiableMap(counts);
    }
}
