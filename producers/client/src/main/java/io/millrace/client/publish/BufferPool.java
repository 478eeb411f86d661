package io.millrace.client.publish;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers lent to callers for the span of one publish. Not a thread-local, so that a million virtual threads do not own a
 * million buffers: a caller looks into one slot, and makes a new buffer when it is empty. Thread-safe, without locks.
 */
final class BufferPool {
    private static final int SLOTS = 64;
    /** Slots are this far apart in the array, so that two callers do not share a cache line. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable AvroBuffer> slots = new AtomicReferenceArray<>(SLOTS * STRIDE);

    AvroBuffer take() {
        AvroBuffer found = slots.getAndSet(slot(), null);
        if (found == null) {
            return new AvroBuffer();
        }
        found.reset();
        return found;
    }

    void give(AvroBuffer buffer) {
        slots.lazySet(slot(), buffer);
    }

    private static int slot() {
        long id = Thread.currentThread().getId();
        return ((int) (id ^ (id >>> 6)) & (SLOTS - 1)) * STRIDE;
    }
}
