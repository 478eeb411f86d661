package io.millrace.client.publish;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counts behind {@link ClientCounters}; they only grow. Thread-safe, without locks. */
final class PublishTally {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
    private final AtomicLong replayed = new AtomicLong();
    private final LongAdder producerRestarts = new LongAdder();
    private final LongAdder registryRetries = new LongAdder();
    private final LongAdder blockedWaits = new LongAdder();
    private final LongAdder blockedNanos = new LongAdder();

    PublishTally() {
        for (DropCause cause : DropCause.values()) {
            dropped.put(cause, new LongAdder());
        }
    }

    /** Called before the record can be seen by the sender, so that pending is never seen below 0. */
    void accepted() {
        accepted.increment();
    }

    void replayed(long records) {
        replayed.addAndGet(records);
    }

    void acknowledged() {
        acknowledged.increment();
    }

    void refused() {
        refused.increment();
    }

    void dropped(DropCause cause) {
        LongAdder adder = dropped.get(cause);
        if (adder != null) {
            adder.increment();
        }
    }

    void producerRestarted() {
        producerRestarts.increment();
    }

    void registryRetried() {
        registryRetries.increment();
    }

    void blocked(long nanos) {
        blockedWaits.increment();
        blockedNanos.add(nanos);
    }

    /** Records acknowledged so far. */
    long acknowledgedSoFar() {
        return acknowledged.sum();
    }

    /** Reads what records leave by before what they come in by, so that pending is never seen below 0. */
    ClientCounters snapshot(Outbox outbox, long oldestPendingMicros) {
        long done = acknowledged.sum();
        long gone = refused.sum();
        Map<DropCause, Long> lost = new EnumMap<>(DropCause.class);
        dropped.forEach((cause, count) -> lost.put(cause, count.sum()));
        return new ClientCounters(
                accepted.sum(),
                replayed.get(),
                done,
                gone,
                lost,
                outbox.pendingBytes(),
                oldestPendingMicros,
                producerRestarts.sum(),
                registryRetries.sum(),
                blockedWaits.sum(),
                blockedNanos.sum(),
                outbox.spoolState());
    }
}
