package io.millrace.client.redaction;

/** Lengths in UTF-8. */
final class Utf8 {
    private static final int BYTES_PER_CHAR_MAX = 3;

    private Utf8() {}

    /** Bytes of a text; half of a surrogate pair counts as three. */
    static int length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                // A pair is four bytes: one counted for each half, two added at the first.
                i += pair ? 1 : 0;
            }
        }
        return bytes;
    }

    /** No text of so many UTF-16 units has more bytes. */
    static long lengthAtMost(long units) {
        return units * BYTES_PER_CHAR_MAX;
    }
}
