package io.millrace.client.verdict;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A decision as one byte array, never changed once it is published: length of the key, the key ({@link ScopeKey}), 38 bytes
 * for each constraint, most severe first (number of the policy id ({@link PolicyIds}), what the enums say, limit, used, start
 * and end of the window), then version, and event time it reflects. What a verdict reads of every scope comes first, so that
 * it is in as few cache lines as can be.
 */
final class PackedDecision {
    static final int CONSTRAINT_BYTES = 38;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Verdict[] VERDICTS = Verdict.values();
    private static final Reason[] REASONS = Reason.values();
    private static final Measure[] MEASURES = Measure.values();

    private static final int KEY = 4;
    /** Version and event time, from the end. */
    private static final int TAIL_BYTES = 16;

    private static final int AS_OF_FROM_END = 8;

    private static final int ENUMS = 4;
    private static final int LIMIT = 6;
    private static final int USED = 14;
    private static final int START = 22;
    private static final int END = 30;

    private static final int NIBBLE = 4;
    private static final int NIBBLE_MASK = 0xF;
    private static final int ENDLESS_BIT = 1 << (3 * NIBBLE);

    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int ALIGNMENT = 8;

    private PackedDecision() {}

    static byte[] allocate(byte[] key, int constraints, long version, long asOfMicros) {
        byte[] packed = new byte[KEY + key.length + constraints * CONSTRAINT_BYTES + TAIL_BYTES];
        INTS.set(packed, 0, key.length);
        System.arraycopy(key, 0, packed, KEY, key.length);
        LONGS.set(packed, end(packed), version);
        LONGS.set(packed, packed.length - AS_OF_FROM_END, asOfMicros);
        return packed;
    }

    /** Fills in one constraint; {@code at} is where it begins, {@code enums} what {@link #enums} made. */
    static void set(byte[] packed, int at, int policy, int enums, long limit, long used, long start, long end) {
        INTS.set(packed, at, policy);
        SHORTS.set(packed, at + ENUMS, (short) enums);
        LONGS.set(packed, at + LIMIT, limit);
        LONGS.set(packed, at + USED, used);
        LONGS.set(packed, at + START, start);
        LONGS.set(packed, at + END, end);
    }

    // Ordinals: what is packed never leaves the process.
    @SuppressWarnings("EnumOrdinal")
    static int enums(Verdict verdict, Reason reason, Measure measure, boolean endless) {
        return verdict.ordinal()
                | (reason.ordinal() << NIBBLE)
                | (measure.ordinal() << (2 * NIBBLE))
                | (endless ? ENDLESS_BIT : 0);
    }

    static long version(byte[] packed) {
        return (long) LONGS.get(packed, end(packed));
    }

    static long asOfMicros(byte[] packed) {
        return (long) LONGS.get(packed, packed.length - AS_OF_FROM_END);
    }

    static int keyFrom() {
        return KEY;
    }

    static int keyLength(byte[] packed) {
        return (int) INTS.get(packed, 0);
    }

    static boolean hasKey(byte[] packed, byte[] key) {
        return hasKey(packed, key, 0, key.length);
    }

    /** Whether its key is that part of an array. */
    static boolean hasKey(byte[] packed, byte[] keys, int from, int to) {
        int length = to - from;
        return keyLength(packed) == length && Arrays.equals(packed, KEY, KEY + length, keys, from, to);
    }

    static boolean sameKey(byte[] one, byte[] other) {
        int length = keyLength(one);
        return length == keyLength(other) && Arrays.equals(one, KEY, KEY + length, other, KEY, KEY + length);
    }

    /** Where the first constraint begins; the others follow at {@link #CONSTRAINT_BYTES} until {@link #end}. */
    static int first(byte[] packed) {
        return KEY + keyLength(packed);
    }

    /** Behind the last constraint. */
    static int end(byte[] packed) {
        return packed.length - TAIL_BYTES;
    }

    /** The hash of its key. */
    static int hash(byte[] packed) {
        return ScopeKey.hash(packed, KEY, KEY + keyLength(packed));
    }

    /** Where the most severe constraint whose window has not ended begins; -1 where there is none. */
    static int firstInForce(byte[] packed, long nowMicros) {
        for (int at = first(packed), end = end(packed); at < end; at += CONSTRAINT_BYTES) {
            if (isInForce(packed, at, nowMicros)) {
                return at;
            }
        }
        return -1;
    }

    static boolean isInForce(byte[] packed, int at, long nowMicros) {
        return isEndless(packed, at) || endMicros(packed, at) > nowMicros;
    }

    static int policy(byte[] packed, int at) {
        return (int) INTS.get(packed, at);
    }

    static Verdict verdict(byte[] packed, int at) {
        return VERDICTS[enumsOf(packed, at) & NIBBLE_MASK];
    }

    static Reason reason(byte[] packed, int at) {
        return REASONS[(enumsOf(packed, at) >> NIBBLE) & NIBBLE_MASK];
    }

    static Measure measure(byte[] packed, int at) {
        return MEASURES[(enumsOf(packed, at) >> (2 * NIBBLE)) & NIBBLE_MASK];
    }

    static boolean isEndless(byte[] packed, int at) {
        return (enumsOf(packed, at) & ENDLESS_BIT) != 0;
    }

    static long limit(byte[] packed, int at) {
        return (long) LONGS.get(packed, at + LIMIT);
    }

    static long used(byte[] packed, int at) {
        return (long) LONGS.get(packed, at + USED);
    }

    static long remaining(byte[] packed, int at) {
        return Math.max(0, limit(packed, at) - used(packed, at));
    }

    static long startMicros(byte[] packed, int at) {
        return (long) LONGS.get(packed, at + START);
    }

    static long endMicros(byte[] packed, int at) {
        return (long) LONGS.get(packed, at + END);
    }

    /** Heap it takes, in bytes, by the object layout of a 64-bit JVM. */
    static long heapBytes(byte[] packed) {
        return ARRAY_HEADER_BYTES + (packed.length + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    }

    private static int enumsOf(byte[] packed, int at) {
        return (short) SHORTS.get(packed, at + ENUMS);
    }
}
