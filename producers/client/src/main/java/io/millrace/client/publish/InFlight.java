package io.millrace.client.publish;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records the sender has taken and that are not settled, in order, and those of them that are to be sent again. The
 * sender's own, except {@link #settledOne}, which any thread calls.
 */
final class InFlight {
    /** Settled entries behind an unsettled one, of other keys, are swept out when they are more than the unsettled ones and this. */
    private static final int SWEEP_SLACK = 1_024;

    private final Deque<OutboxEntry> taken = new ArrayDeque<>();
    private final Deque<OutboxEntry> again = new ArrayDeque<>();
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    void add(OutboxEntry entry) {
        records.incrementAndGet();
        bytes.addAndGet(entry.bytes());
        taken.addLast(entry);
    }

    /** Any thread, once for each entry. */
    void settledOne(OutboxEntry entry) {
        bytes.addAndGet(-entry.bytes());
        records.decrementAndGet();
    }

    int records() {
        return records.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** All that is not settled is to be sent again, in order. */
    void rewind() {
        taken.removeIf(OutboxEntry::settled);
        again.clear();
        again.addAll(taken);
    }

    /**
     * True when a record behind the oldest one is acknowledged, and that one is not though both have the same key and so
     * go to the same partition. What is asked is what was handed over since the last {@link #rewind}.
     */
    boolean overtaken() {
        OutboxEntry first = taken.peekFirst();
        if (first == null) {
            return false;
        }
        byte[] key = first.key();
        for (OutboxEntry entry : taken) {
            // The first one's state is read last: acknowledgements in order may come in between.
            if (entry.acknowledged() && Arrays.equals(entry.key(), key) && !first.settled()) {
                return true;
            }
        }
        return false;
    }

    /** The entry is to be sent again, before all others. */
    void putBack(OutboxEntry entry) {
        again.addFirst(entry);
    }

    /** The next one to be sent again; null when there is none. */
    @Nullable
    OutboxEntry nextAgain() {
        OutboxEntry entry = again.pollFirst();
        while (entry != null && entry.settled()) {
            entry = again.pollFirst();
        }
        return entry;
    }

    boolean hasAgain() {
        return !again.isEmpty();
    }

    /** Forgets what is settled; the first entry that is not, or null when all are. */
    @Nullable
    OutboxEntry trim() {
        OutboxEntry first = taken.peekFirst();
        while (first != null && first.settled()) {
            taken.pollFirst();
            first = taken.peekFirst();
        }
        if (first != null && taken.size() > 2 * records.get() + SWEEP_SLACK) {
            sweep(first.key());
        }
        return first;
    }

    /** Keeps those that may have overtaken the oldest one. */
    private void sweep(byte[] oldestKey) {
        taken.removeIf(entry -> entry.settled() && !Arrays.equals(entry.key(), oldestKey));
    }
}
