package io.millrace.client.pseudonym;

import java.util.Base64;

/** Keys of counted bytes, built at run time so that nothing in the tree looks like a secret. */
final class Keys {
    private Keys() {}

    /** The bytes first, first + 1, …. */
    static byte[] bytes(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    static PseudonymKey key(String id, int first, int length) {
        return PseudonymKey.of(id, bytes(first, length));
    }

    static String base64(int first, int length) {
        return Base64.getEncoder().encodeToString(bytes(first, length));
    }
}
