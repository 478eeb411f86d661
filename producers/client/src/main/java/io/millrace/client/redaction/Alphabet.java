package io.millrace.client.redaction;

/** The sets of ASCII characters that tokens are written in, as bits of one table. */
final class Alphabet {
    static final int DIGIT = 1;
    static final int LETTER = 1 << 1;
    static final int ALPHANUMERIC = 1 << 2;
    static final int HEX = 1 << 3;
    /** A to Z and 2 to 7. */
    static final int BASE32 = 1 << 4;
    /** With plus and slash; the padding is no part of it, see {@link #padded}. */
    static final int BASE64 = 1 << 5;
    /** With minus and underscore. */
    static final int BASE64_URL = 1 << 6;
    /** BASE64_URL with dots. */
    static final int DOTTED = 1 << 7;
    /** token68 of RFC 9110, without its padding. */
    static final int TOKEN68 = 1 << 8;

    private static final int ASCII = 128;
    private static final short[] SETS = sets();

    private Alphabet() {}

    static boolean has(int alphabet, char c) {
        return c < ASCII && (SETS[c] & alphabet) != 0;
    }

    /** The first position at or behind {@code from}, and before {@code limit}, whose character is not of the alphabet. */
    static int end(String text, int from, int limit, int alphabet) {
        int position = from;
        while (position < limit && has(alphabet, text.charAt(position))) {
            position++;
        }
        return position;
    }

    /** The position behind up to two equals signs. */
    static int padded(String text, int end) {
        int position = end;
        while (position < text.length() && position < end + 2 && text.charAt(position) == '=') {
            position++;
        }
        return position;
    }

    private static short[] sets() {
        short[] sets = new short[ASCII];
        for (char c = 0; c < ASCII; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean upper = c >= 'A' && c <= 'Z';
            boolean letter = upper || (c >= 'a' && c <= 'z');
            char lower = (char) (c | ' ');
            int bits = (digit ? DIGIT : 0) | (letter ? LETTER : 0);
            bits |= digit || letter
                    ? ALPHANUMERIC | BASE64 | BASE64_URL | DOTTED | TOKEN68
                    : (c == '+' || c == '/' ? BASE64 : 0)
                            | (c == '-' || c == '_' ? BASE64_URL | DOTTED : 0)
                            | (c == '.' ? DOTTED : 0)
                            | ("-._~+/".indexOf(c) >= 0 ? TOKEN68 : 0);
            bits |= digit || (letter && lower <= 'f') ? HEX : 0;
            bits |= upper || (c >= '2' && c <= '7') ? BASE32 : 0;
            sets[c] = (short) bits;
        }
        return sets;
    }
}
