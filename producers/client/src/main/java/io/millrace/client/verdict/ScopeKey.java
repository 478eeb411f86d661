package io.millrace.client.verdict;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * A scope as bytes: dimension, workspace id, 0xFF (which UTF-8 never holds), value. Shorter than the Kafka key, and
 * unambiguous whatever the names hold. It never leaves the process.
 */
final class ScopeKey {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final Dimension[] DIMENSIONS = Dimension.values();
    private static final byte SEPARATOR = (byte) 0xFF;
    /** Odd and secret, anew in each process: callers choose names, and must not be able to choose names that collide. */
    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    private ScopeKey() {}

    @SuppressWarnings("EnumOrdinal")
    static byte[] encode(Scope scope) {
        byte[] workspace = scope.workspaceId().getBytes(StandardCharsets.UTF_8);
        byte[] value = scope.value().getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[workspace.length + value.length + 2];
        key[0] = (byte) scope.dimension().ordinal();
        System.arraycopy(workspace, 0, key, 1, workspace.length);
        key[workspace.length + 1] = SEPARATOR;
        System.arraycopy(value, 0, key, workspace.length + 2, value.length);
        return key;
    }

    /** Reads {@link #encode} back from part of an array. */
    static Scope decode(byte[] bytes, int from, int length) {
        int separator = from + 1;
        while (bytes[separator] != SEPARATOR) {
            separator++;
        }
        int valueFrom = separator + 1;
        return new Scope(
                new String(bytes, from + 1, separator - from - 1, StandardCharsets.UTF_8),
                DIMENSIONS[bytes[from]],
                new String(bytes, valueFrom, from + length - valueFrom, StandardCharsets.UTF_8));
    }

    /** Of a whole array. */
    static int hash(byte[] key) {
        return hash(key, 0, key.length);
    }

    /** 32 well-mixed bits of part of an array: eight bytes at a time are multiplied to 128 bits and folded. */
    static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = fold(hash ^ (long) WORDS.get(bytes, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        hash = fold(fold(hash ^ rest) ^ (MULTIPLIER >>> 1));
        return (int) (hash ^ (hash >>> Integer.SIZE));
    }

    private static long fold(long word) {
        return (word * MULTIPLIER) ^ Math.multiplyHigh(word, MULTIPLIER);
    }
}
