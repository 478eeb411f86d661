package io.millrace.client.redaction;

/**
 * Tells whether a name is that of a secret, by its words: {@code api_key}, {@code dbPassword} and {@code X-Auth-Token} are,
 * {@code max_tokens}, {@code api_key_id} and {@code token_count} are not. Words end at anything but a letter or digit, and
 * where camel case begins a new one.
 */
final class SecretNames {
    /** No secret's name. */
    static final int PLAIN = 0;
    /** Its value is a secret whatever it is. */
    static final int SECRET = 1;
    /** Its value is a secret unless it is a number. */
    static final int TOKEN = 2;
    /** Its value is a social security number, with or without separators. */
    static final int SSN = 3;

    /** What may stand between a name and its operator. */
    static final String GAPS = "\"'` ]\\\t";

    private SecretNames() {}

    /** True for a character that may stand between the name of a secret and its operator, or end the name. */
    static boolean mayEnd(char c) {
        return Alphabet.has(Alphabet.DOTTED, c) || GAPS.indexOf(c) >= 0;
    }

    /** The meaning of the name in [start, end) of a text. */
    static int of(String text, int start, int end) {
        int meaning = PLAIN;
        int before = 0;
        int position = start;
        while (position < end) {
            if (!Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(position))) {
                position++;
                continue;
            }
            int wordEnd = wordEnd(text, position, end);
            int word = NameWords.of(text, position, wordEnd);
            boolean property = meaning != PLAIN && (word & NameWords.PROPERTY) != 0;
            int here = meaning(word, before);
            meaning = property ? PLAIN : here != PLAIN ? here : meaning;
            before = word;
            position = wordEnd;
        }
        return meaning;
    }

    private static int meaning(int word, int before) {
        if ((word & NameWords.SECRET) != 0) {
            return SECRET;
        }
        if ((word & NameWords.KEY) != 0) {
            return (before & NameWords.KEY_QUALIFIER) != 0 ? SECRET : PLAIN;
        }
        if ((word & NameWords.TOKEN) != 0) {
            return (before & NameWords.COUNTED) != 0 ? PLAIN : TOKEN;
        }
        if ((word & NameWords.TOKENS) != 0) {
            return (before & NameWords.TOKEN_QUALIFIER) != 0 ? TOKEN : PLAIN;
        }
        return (word & NameWords.SSN) != 0 ? SSN : PLAIN;
    }

    /** A word is capitals, or one capital and small letters, or small letters, with the digits behind them. */
    private static int wordEnd(String text, int start, int end) {
        int position = start + 1;
        while (position < end && Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(position))) {
            char c = text.charAt(position);
            boolean newWord = isUpper(c) && !isUpper(text.charAt(position - 1));
            boolean lastCapital = isUpper(c)
                    && position + 1 < end
                    && isLower(text.charAt(position + 1))
                    && isUpper(text.charAt(position - 1));
            boolean number = DigitGroups.isDigit(c) != DigitGroups.isDigit(text.charAt(position - 1));
            if (newWord || lastCapital || number) {
                return position;
            }
            position++;
        }
        return position;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
