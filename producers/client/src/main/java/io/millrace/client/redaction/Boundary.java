package io.millrace.client.redaction;

/** Where a token may begin: not in the middle of a word. */
final class Boundary {
    private Boundary() {}

    /** True when a dash, underscore or dot of the alphabet stands before: the token would be part of a longer one. */
    static boolean joined(String text, int start, int alphabet) {
        return start > 0
                && Alphabet.has(alphabet, text.charAt(start - 1))
                && !Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(start - 1));
    }

    /** True unless a letter or digit stands before; one that ends an escape, as in {@code \n} or {@code %3D}, is none. */
    static boolean opens(String text, int start) {
        if (start == 0 || !Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(start - 1))) {
            return true;
        }
        return escapeEnds(text, start);
    }

    /** True behind {@code \n}, {@code \\t}, {@code \\r}, or a percent sign and two hex digits. */
    static boolean escapeEnds(String text, int end) {
        if (end >= 2 && end <= text.length() && text.charAt(end - 2) == '\\') {
            return "ntr".indexOf(text.charAt(end - 1)) >= 0;
        }
        return end >= 3
                && end <= text.length()
                && text.charAt(end - 3) == '%'
                && Alphabet.has(Alphabet.HEX, text.charAt(end - 2))
                && Alphabet.has(Alphabet.HEX, text.charAt(end - 1));
    }
}
