package io.millrace.client.redaction;

/**
 * Finds card numbers and social security numbers at the start of a group of digits. A separator is one character, the same
 * throughout; groups inside a card number have three digits or more and, where it is separated, the first has four, which
 * no UUID, date or phone number has.
 */
final class DigitGroups {
    private static final String SEPARATORS = " -.\u00a0\u2010\u2011\u2013";
    private static final int GROUP_MIN = 3;
    private static final int FIRST_GROUP = 4;

    private DigitGroups() {}

    /** The longest card number, or the social security number, whose first digit is at {@code start}. */
    static long at(String text, int start) {
        if (!opens(text, start)) {
            return Match.NONE;
        }
        char first = text.charAt(start);
        long card = first >= '2' && first <= '6' ? card(text, start) : Match.NONE;
        return card == Match.NONE && first != '9' ? ssn(text, start) : card;
    }

    private static boolean opens(String text, int start) {
        if (start == 0) {
            return true;
        }
        char before = text.charAt(start - 1);
        boolean fraction = before == '.' && start >= 2 && isDigit(text.charAt(start - 2));
        return Boundary.opens(text, start) && before != '+' && !fraction;
    }

    private static long card(String text, int start) {
        CardDigits digits = new CardDigits();
        long longest = Match.NONE;
        char separator = 0;
        int position = start;
        while (true) {
            int groupStart = position;
            while (position < text.length() && isDigit(text.charAt(position))) {
                if (!digits.add(text.charAt(position))) {
                    return longest;
                }
                position++;
            }
            if (closes(text, position) && digits.valid()) {
                longest = Match.of(Rule.CARD_NUMBER, start, position);
            }
            int size = position - groupStart;
            boolean first = groupStart == start;
            if (!continues(text, position, separator) || size < GROUP_MIN || (first && size != FIRST_GROUP)) {
                return longest;
            }
            separator = text.charAt(position++);
        }
    }

    private static boolean continues(String text, int position, char separator) {
        if (position + 1 >= text.length() || !isDigit(text.charAt(position + 1))) {
            return false;
        }
        char c = text.charAt(position);
        return separator == 0 ? SEPARATORS.indexOf(c) >= 0 : c == separator;
    }

    /** Three, two and four digits, dashes or spaces between, and no further group on either side. */
    private static long ssn(String text, int start) {
        int end = start + 11;
        if (end > text.length()) {
            return Match.NONE;
        }
        char separator = text.charAt(start + 3);
        boolean separated = (separator == '-' || separator == ' ') && text.charAt(start + 6) == separator;
        if (!separated || !closes(text, end) || joined(text, start, separator) || continues(text, end, separator)) {
            return Match.NONE;
        }
        int area = number(text, start, start + 3);
        int group = number(text, start + 4, start + 6);
        int serial = number(text, start + 7, end);
        boolean valid = SocialSecurity.valid(area, group, serial);
        return valid ? Match.of(Rule.SSN, start, end) : Match.NONE;
    }

    private static boolean joined(String text, int start, char separator) {
        return start >= 2 && text.charAt(start - 1) == separator && isDigit(text.charAt(start - 2));
    }

    /** True unless a letter or a digit follows. */
    private static boolean closes(String text, int end) {
        return end >= text.length() || !Alphabet.has(Alphabet.ALPHANUMERIC, text.charAt(end));
    }

    /** The value of up to nine digits; -1 where another character is among them. */
    private static int number(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
