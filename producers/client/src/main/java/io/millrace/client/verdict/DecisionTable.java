package io.millrace.client.verdict;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of packed decisions ({@link PackedDecision}), found by the key inside them. One thread writes; any number
 * read, without a lock and without waiting.
 *
 * <p>Open addressing with linear probing over one array of references, sparse enough that the first decision met is nearly
 * always the one that is looked for: hashes beside them would be one more cache miss for each scope of a call. A packed
 * decision is never changed, so a reader sees a whole decision or none. A slot once taken is never empty again in the same
 * array: a removed decision leaves a mark there, so no reader loses its way. When 35 of 100 slots are taken the writer builds
 * a new array beside the old one and publishes it at once; whoever still reads the old one sees the table as it was then.
 */
final class DecisionTable {
    private static final byte[] REMOVED = new byte[0];
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(byte[][].class);
    private static final int SMALLEST = 1 << 10;
    private static final int LOAD_PERCENT = 35;
    private static final int PERCENT = 100;
    /** A compressed reference; it takes 8 bytes in heaps above 32 GB. */
    private static final long SLOT_BYTES = 4;

    /** The array as of one growth, as long as the mask plus one. */
    private static final class Slots {
        final byte[] @Nullable [] packed;
        final int mask;

        Slots(int capacity) {
            packed = new byte[capacity][];
            mask = capacity - 1;
        }
    }

    private final ToIntFunction<byte[]> hashOf;
    private volatile Slots slots = new Slots(SMALLEST);
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong packedBytes = new AtomicLong();
    private int taken;

    DecisionTable() {
        this(PackedDecision::hash);
    }

    /** @param hashOf the hash of a packed decision, as it is given when the decision is put or looked for */
    DecisionTable(ToIntFunction<byte[]> hashOf) {
        this.hashOf = hashOf;
    }

    /** The decision with this key; null where there is none. */
    byte @Nullable [] find(int hash, byte[] key) {
        Slots current = slots;
        for (int slot = hash & current.mask; ; slot = (slot + 1) & current.mask) {
            byte[] packed = (byte[]) SLOT.getAcquire(current.packed, slot);
            if (packed == null) {
                return null;
            }
            if (packed != REMOVED && PackedDecision.hasKey(packed, key)) {
                return packed;
            }
        }
    }

    /** The decision on one scope of a call; null where there is none. */
    byte @Nullable [] find(ScopeKeys keys, int index) {
        Slots current = slots;
        int hash = keys.hash(index);
        for (int slot = hash & current.mask; ; slot = (slot + 1) & current.mask) {
            byte[] packed = (byte[]) SLOT.getAcquire(current.packed, slot);
            if (packed == null) {
                return null;
            }
            if (packed != REMOVED && keys.isOf(index, packed)) {
                return packed;
            }
        }
    }

    /**
     * Reads what {@link #find} will read, of all keys of a call, and makes nothing of it. None of these reads waits for
     * another key's, so the memory answers them side by side, where searching asks one by one: measured, this is most of
     * the time of a verdict. The sum keeps the compiler from leaving the reads out.
     */
    int touch(ScopeKeys keys) {
        Slots current = slots;
        int sum = 0;
        for (int i = 0; i < keys.size(); i++) {
            int slot = keys.hash(i) & current.mask;
            byte[] packed = (byte[]) SLOT.getAcquire(current.packed, slot);
            if (packed != null && packed.length > 0) {
                sum += packed[0] + packed[packed.length >> 1];
            }
        }
        return sum;
    }

    /** Writer only. Puts the decision in place of the one with its key, which it returns; null where there was none. */
    byte @Nullable [] put(int hash, byte[] packed) {
        Slots current = slots;
        int free = -1;
        int slot = hash & current.mask;
        for (; current.packed[slot] != null; slot = (slot + 1) & current.mask) {
            byte[] known = current.packed[slot];
            if (known == REMOVED) {
                free = free < 0 ? slot : free;
            } else if (PackedDecision.sameKey(known, packed)) {
                SLOT.setRelease(current.packed, slot, packed);
                packedBytes.addAndGet(PackedDecision.heapBytes(packed) - PackedDecision.heapBytes(known));
                return known;
            }
        }
        insert(current, free < 0 ? slot : free, hash, packed);
        return null;
    }

    /** Writer only. Takes the decision with this key out and returns it; null where there is none. */
    byte @Nullable [] remove(int hash, byte[] key) {
        Slots current = slots;
        for (int slot = hash & current.mask; current.packed[slot] != null; slot = (slot + 1) & current.mask) {
            byte[] known = current.packed[slot];
            if (known != REMOVED && PackedDecision.hasKey(known, key)) {
                SLOT.setRelease(current.packed, slot, REMOVED);
                size.decrementAndGet();
                packedBytes.addAndGet(-PackedDecision.heapBytes(known));
                return known;
            }
        }
        return null;
    }

    /** Writer only. Forgets everything. */
    void clear() {
        slots = new Slots(SMALLEST);
        taken = 0;
        size.set(0);
        packedBytes.set(0);
    }

    /** Every decision there is; what comes or goes meanwhile may be seen or not. */
    void forEach(Consumer<byte[]> reader) {
        Slots current = slots;
        for (int slot = 0; slot <= current.mask; slot++) {
            byte[] packed = (byte[]) SLOT.getAcquire(current.packed, slot);
            if (packed != null && packed != REMOVED) {
                reader.accept(packed);
            }
        }
    }

    int size() {
        return size.get();
    }

    /** Heap held, in bytes: arrays and decisions, by the object layout of a 64-bit JVM with compressed references. */
    long heapBytes() {
        return packedBytes.get() + (slots.mask + 1L) * SLOT_BYTES;
    }

    /** Room first: where no larger array can be had, nothing has changed, and there is always an empty slot to end at. */
    private void insert(Slots current, int slot, int hash, byte[] packed) {
        if (current.packed[slot] == null) {
            if ((taken + 1L) * PERCENT > (current.mask + 1L) * LOAD_PERCENT) {
                Slots larger = rebuilt(current);
                slots = larger;
                taken = size.get();
                insert(larger, emptyFrom(larger, hash), hash, packed);
                return;
            }
            taken++;
        }
        SLOT.setRelease(current.packed, slot, packed);
        size.incrementAndGet();
        packedBytes.addAndGet(PackedDecision.heapBytes(packed));
    }

    /** An array for twice as many decisions as there are now, without the marks of removed ones. */
    private Slots rebuilt(Slots old) {
        Slots next = new Slots(Math.max(SMALLEST, Integer.highestOneBit(size.get() * 2 + 1) << 2));
        for (int from = 0; from <= old.mask; from++) {
            byte[] packed = old.packed[from];
            if (packed != null && packed != REMOVED) {
                next.packed[emptyFrom(next, hashOf.applyAsInt(packed))] = packed;
            }
        }
        return next;
    }

    private static int emptyFrom(Slots slots, int hash) {
        int slot = hash & slots.mask;
        while (slots.packed[slot] != null) {
            slot = (slot + 1) & slots.mask;
        }
        return slot;
    }
}
