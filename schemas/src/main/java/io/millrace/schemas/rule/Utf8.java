package io.millrace.schemas.rule;

/** Lengths in UTF-8. Stateless, thread-safe. */
public final class Utf8 {
    private static final int ONE_BYTE_END = 0x80;
    private static final int TWO_BYTES_END = 0x800;

    private Utf8() {}

    /** Bytes of a text in UTF-8; half of a surrogate pair is one byte, as Java's encoder writes it ({@code ?}). */
    public static long length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ONE_BYTE_END) {
                bytes += extraBytes(text, i, c);
            }
        }
        return bytes;
    }

    /** What a character beyond ASCII takes besides its first byte; the two halves of a pair take 4 bytes together. */
    private static int extraBytes(String text, int index, char c) {
        if (c < TWO_BYTES_END) {
            return 1;
        }
        if (!Character.isSurrogate(c)) {
            return 2;
        }
        boolean paired = Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        return paired ? 1 : 0;
    }
}
