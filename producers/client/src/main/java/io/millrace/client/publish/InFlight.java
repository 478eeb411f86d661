package io.millrace.client.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records the sender has taken and that are not settled, in order, and those of them that are to be sent again. The
 * sender's own, except {@link #settledOne}, which any thread calls.
 */
final class InFlight {
    /** Settled entries behind an unsettled one are swept out when they are more than the unsettled ones and this. */
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
        again.clear();
        for (OutboxEntry entry : taken) {
            if (!entry.settled()) {
                again.addLast(entry);
            }
        }
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
        if (taken.size() > 2 * records.get() + SWEEP_SLACK) {
            taken.removeIf(OutboxEntry::settled);
        }
        return first;
    }
}
