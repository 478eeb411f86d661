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
        if (start >= 2 && text.charAt(start - 2) == '\\') {
            return "ntr".indexOf(text.charAt(start - 1)) >= 0;
        }
        return start >= 3
                && text.charAt(start - 3) == '%'
                && Alphabet.has(Alphabet.HEX, text.charAt(start - 2))
                && Alphabet.has(Alphabet.HEX, text.charAt(start - 1));
    }
}
