package io.millrace.client.publish;

import io.millrace.schemas.error.Expected;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts records and bytes against their bounds, both in one word, so that neither bound is ever exceeded or a record
 * turned away while there is room. Thread-safe, without locks.
 */
final class Room {
    private static final int BYTES_BITS = 38;
    private static final long BYTES_MASK = (1L << BYTES_BITS) - 1;
    private static final long ONE_RECORD = 1L << BYTES_BITS;
    /** The sign: nothing more is taken. */
    private static final long CLOSED = Long.MIN_VALUE;

    private final long recordsMax;
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    Room(long recordsMax, long bytesMax) {
        if (recordsMax < 1 || recordsMax >= 1L << (Long.SIZE - 1 - BYTES_BITS)) {
            throw Expected.illegal("records", recordsMax, "1 to 2^25 - 1");
        }
        if (bytesMax < 1 || bytesMax > BYTES_MASK) {
            throw Expected.illegal("bytes", bytesMax, "1 to 2^38 - 1");
        }
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
    }

    /** False when a bound would be exceeded, or after close. */
    boolean tryTake(int bytes) {
        while (true) {
            long before = taken.get();
            long records = (before & ~CLOSED) >>> BYTES_BITS;
            if (before < 0 || records >= recordsMax || (before & BYTES_MASK) + bytes > bytesMax) {
                return false;
            }
            if (taken.compareAndSet(before, before + ONE_RECORD + bytes)) {
                return true;
            }
        }
    }

    void giveBack(int bytes) {
        taken.addAndGet(-(ONE_RECORD + bytes));
    }

    boolean everHolds(int bytes) {
        return bytes <= bytesMax;
    }

    long records() {
        return (taken.get() & ~CLOSED) >>> BYTES_BITS;
    }

    long bytes() {
        return taken.get() & BYTES_MASK;
    }

    void close() {
        taken.updateAndGet(before -> before | CLOSED);
    }

    boolean closed() {
        return taken.get() < 0;
    }
}
