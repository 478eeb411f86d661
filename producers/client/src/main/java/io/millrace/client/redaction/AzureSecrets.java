package io.millrace.client.redaction;

/** Secrets of Azure that carry a mark in their middle: found by the mark, then outwards. */
final class AzureSecrets {
    private static final String KEY_MARK = "JQQJ9";
    private static final int KEY_BEFORE = 52;
    private static final int KEY_LENGTH = 84;
    private static final int CLIENT_BEFORE = 4;
    private static final int CLIENT_AFTER_MIN = 31;
    private static final int CLIENT_AFTER_MAX = 34;

    private AzureSecrets() {}

    /** 84 letters and digits with the mark behind the first 52; {@code mark} is the position of its two Q. */
    static long key(String text, int mark) {
        int start = mark - 1 - KEY_BEFORE;
        int end = start + KEY_LENGTH;
        boolean fits = start >= 0
                && end <= text.length()
                && text.startsWith(KEY_MARK, mark - 1)
                && Alphabet.end(text, start, end, Alphabet.ALPHANUMERIC) == end
                && Boundary.opens(text, start)
                && (end == text.length() || !Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(end)));
        return fits ? Match.of(Rule.AZURE_KEY, start, end) : Match.NONE;
    }

    /** Three characters, a digit, the mark at {@code mark}, and 31 to 34 more. */
    static long clientSecret(String text, int mark) {
        int start = mark - CLIENT_BEFORE;
        int body = mark + 2;
        if (start < 0 || !DigitGroups.isDigit(text.charAt(mark - 1))) {
            return Match.NONE;
        }
        int limit = Math.min(text.length(), body + CLIENT_AFTER_MAX + 1);
        int end = body;
        while (end < limit && inSecret(text.charAt(end))) {
            end++;
        }
        boolean before =
                inSecret(text.charAt(start)) && inSecret(text.charAt(start + 1)) && inSecret(text.charAt(start + 2));
        boolean length = end - body >= CLIENT_AFTER_MIN && end - body <= CLIENT_AFTER_MAX;
        return before && length && Boundary.opens(text, start)
                ? Match.of(Rule.AZURE_CLIENT_SECRET, start, end)
                : Match.NONE;
    }

    private static boolean inSecret(char c) {
        return c == '~' || Alphabet.has(Alphabet.DOTTED, c);
    }
}
