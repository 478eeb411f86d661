package io.millrace.streams.topology;

import java.security.SecureRandom;

/**
 * A set of 128-bit ids that only grows: 16 bytes a slot, 27 to 54 an id. In 256 parts that grow on their own, so that none
 * takes long. Not thread-safe.
 */
public final class IdSet {
    private static final int PARTS = 256;
    private static final int FIRST_SLOTS = 16;
    /** Odd and secret: whoever chooses ids must not be able to choose ids that collide. */
    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    private final long[][] parts = new long[PARTS][];
    private final int[] sizes = new int[PARTS];
    /** All bits zero is what an empty slot looks like. */
    private boolean hasZero;

    private long size;
    private long heapBytes = 2 * HeapSize.ofInts(PARTS);

    public boolean contains(long high, long low) {
        if ((high | low) == 0) {
            return hasZero;
        }
        long hash = hash(high, low);
        long[] part = parts[partOf(hash)];
        return part != null
                && part[slot(part, hash, high, low)] == high
                && part[slot(part, hash, high, low) + 1] == low;
    }

    /** False when it was there. */
    public boolean add(long high, long low) {
        if ((high | low) == 0) {
            boolean added = !hasZero;
            hasZero = true;
            size += added ? 1 : 0;
            return added;
        }
        long hash = hash(high, low);
        int number = partOf(hash);
        long[] part = roomy(number);
        int slot = slot(part, hash, high, low);
        if ((part[slot] | part[slot + 1]) != 0) {
            return false;
        }
        part[slot] = high;
        part[slot + 1] = low;
        sizes[number]++;
        size++;
        return true;
    }

    public long size() {
        return size;
    }

    /** Heap it takes, in bytes. */
    public long heapBytes() {
        return heapBytes;
    }

    /** The part, with room for one more: at most 6 of 10 slots are taken. */
    private long[] roomy(int number) {
        long[] part = parts[number];
        if (part == null) {
            part = new long[2 * FIRST_SLOTS];
            heapBytes += HeapSize.ofLongs(part.length);
            parts[number] = part;
        } else if ((sizes[number] + 1L) * 10 > part.length / 2 * 6L) {
            heapBytes -= HeapSize.ofLongs(part.length);
            part = doubled(part);
            heapBytes += HeapSize.ofLongs(part.length);
            parts[number] = part;
        }
        return part;
    }

    private static long[] doubled(long[] part) {
        long[] larger = new long[part.length * 2];
        for (int i = 0; i < part.length; i += 2) {
            long high = part[i];
            long low = part[i + 1];
            if ((high | low) != 0) {
                int slot = slot(larger, hash(high, low), high, low);
                larger[slot] = high;
                larger[slot + 1] = low;
            }
        }
        return larger;
    }

    /** Where the id is, or the empty slot where it would be. */
    private static int slot(long[] part, long hash, long high, long low) {
        int mask = part.length - 1;
        int slot = (int) (hash << 1) & mask & -2;
        while ((part[slot] | part[slot + 1]) != 0 && (part[slot] != high || part[slot + 1] != low)) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private static int partOf(long hash) {
        return (int) (hash >>> (Long.SIZE - Byte.SIZE));
    }

    private static long hash(long high, long low) {
        return fold(fold(high) ^ low);
    }

    private static long fold(long word) {
        return (word * MULTIPLIER) ^ Math.multiplyHigh(word, MULTIPLIER);
    }
}
