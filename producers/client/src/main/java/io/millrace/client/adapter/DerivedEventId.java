package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Event ids for calls that were given their id elsewhere: equal input, equal id, so that a second delivery is a duplicate. */
final class DerivedEventId {
    private static final int TIME_BITS = 48;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DerivedEventId() {}

    /** A UUIDv7 of a time in microseconds since the epoch and 74 bits of the SHA-256 of an id. */
    static UUID of(long micros, String id) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(id));
        long millis = micros / MICROS_PER_MILLI;
        long high = millis << (Long.SIZE - TIME_BITS) | VERSION_7 | (hash.getLong() & 0xFFFL);
        return new UUID(high, VARIANT | hash.getLong() >>> 2);
    }

    private static byte[] sha256(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
