package io.millrace.streams.topology;

/**
 * Heap that objects take, in bytes: estimates for a 64-bit JVM with compressed pointers (a heap below 32 GB), where an
 * object begins at a multiple of 8. Stateless.
 */
final class HeapSize {
    /** An entry of a hash map without its key and value: 32 for the node, 8 for its share of the table (5 to 11). */
    static final int MAP_ENTRY = 40;

    /** Kafka's {@code Bytes} around an array, without the array. */
    static final int BYTES = 24;

    static final int UUID = 32;

    private static final int ARRAY_HEADER = 16;

    private HeapSize() {}

    static long ofBytes(int length) {
        return ofArray(length, Byte.BYTES);
    }

    static long ofInts(int length) {
        return ofArray(length, Integer.BYTES);
    }

    static long ofLongs(int length) {
        return ofArray(length, Long.BYTES);
    }

    private static long ofArray(int length, int each) {
        return (ARRAY_HEADER + (long) length * each + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
