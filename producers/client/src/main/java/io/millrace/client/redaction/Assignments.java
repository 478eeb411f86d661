package io.millrace.client.redaction;

/**
 * Secrets by their name within a text: {@code password=…}, {@code "api_key": "…"}, {@code AccountKey=…;},
 * {@code ?token=…&}. Only the value is part of the match.
 */
final class Assignments {
    private static final int NAME_MAX = 64;
    private static final int GAP_MAX = 4;
    private static final int VALUE_MIN = 3;
    /** What a stand-in for a secret begins with: a template's variable, or stars. */
    private static final String MASKS = "<$*{";

    private static final String QUOTES = "\"'`";
    private static final String VALUE_ENDS = ";&,)}]<>|\"'`\\";

    private Assignments() {}

    /** @param operator the position of an equals sign or colon */
    static long at(String text, int operator) {
        int nameEnd = nameEnd(text, operator);
        int nameStart = nameStart(text, nameEnd);
        int meaning = nameStart == nameEnd ? SecretNames.PLAIN : SecretNames.of(text, nameStart, nameEnd);
        if (meaning == SecretNames.PLAIN || text.startsWith("://", operator)) {
            return Match.NONE;
        }
        int start = valueStart(text, operator);
        long known = Specific.at(text, start);
        if (known == Match.NONE) {
            known = Credentials.authorization(text, start);
        }
        if (known != Match.NONE) {
            return known;
        }
        // Before the value is read: it may be long, and begin anew at every operator.
        if (start == text.length() || standsForValue(text, start)) {
            return Match.NONE;
        }
        int end = meaning == SecretNames.SSN
                ? Alphabet.end(text, start, text.length(), Alphabet.DIGIT)
                : valueEnd(text, start);
        long number = DigitGroups.isDigit(text.charAt(start)) ? DigitGroups.at(text, start) : Match.NONE;
        if (number != Match.NONE && Match.end(number) >= end) {
            return number;
        }
        return isSecret(text, start, end, meaning) ? Match.of(rule(meaning), start, end) : Match.NONE;
    }

    static Rule rule(int meaning) {
        return meaning == SecretNames.SSN ? Rule.SSN : Rule.NAMED_SECRET;
    }

    /** False for what stands where a value would, but is none, and for the counts that tokens are. */
    static boolean isSecret(String text, int start, int end, int meaning) {
        boolean tooShort = end - start < VALUE_MIN;
        if (tooShort || standsForValue(text, start) || isWord(text, start, end)) {
            return false;
        }
        return switch (meaning) {
            case SecretNames.TOKEN -> Alphabet.end(text, start, end, Alphabet.DIGIT) < end;
            case SecretNames.SSN -> SocialSecurity.bare(text.substring(start, end));
            default -> true;
        };
    }

    private static boolean standsForValue(String text, int start) {
        return MASKS.indexOf(text.charAt(start)) >= 0 || Rule.placeholderAt(text, start);
    }

    private static boolean isWord(String text, int start, int end) {
        return switch (end - start) {
            case 4 -> matches(text, start, "null") || matches(text, start, "none") || matches(text, start, "true");
            case 5 -> matches(text, start, "false") || matches(text, start, "empty");
            case 9 -> matches(text, start, "undefined");
            default -> false;
        };
    }

    private static boolean matches(String text, int start, String word) {
        return text.regionMatches(/* ignoreCase= */ true, start, word, 0, word.length());
    }

    private static int nameEnd(String text, int operator) {
        int position = operator;
        while (position > 0
                && operator - position < GAP_MAX
                && SecretNames.GAPS.indexOf(text.charAt(position - 1)) >= 0) {
            position--;
        }
        return position;
    }

    private static int nameStart(String text, int end) {
        int position = end;
        while (position > 0 && end - position < NAME_MAX && Alphabet.has(Alphabet.DOTTED, text.charAt(position - 1))) {
            position--;
        }
        return position;
    }

    private static int valueStart(String text, int operator) {
        int position = operator + 1;
        int limit = Math.min(text.length(), operator + 2 * GAP_MAX);
        while (position < limit && "=> \t\\\"'`".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position;
    }

    /** Up to the closing quote where the value is quoted, else to a space or whatever separates values. */
    private static int valueEnd(String text, int start) {
        char before = text.charAt(start - 1);
        if (QUOTES.indexOf(before) >= 0) {
            return text.charAt(start - 2) == '\\' ? escapedEnd(text, start, before) : quotedEnd(text, start, before);
        }
        int position = start;
        while (position < text.length() && !ends(text.charAt(position))) {
            position++;
        }
        return position;
    }

    /** A backslash takes the character behind it into the value, a quote too. */
    private static int quotedEnd(String text, int start, char quote) {
        int position = start;
        while (position < text.length() && text.charAt(position) != quote) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return Math.min(position, text.length());
    }

    /** Where the opening quote has a backslash, so has the closing one. */
    private static int escapedEnd(String text, int start, char quote) {
        int end = text.indexOf(quote, start);
        int position = end < 0 ? text.length() : end;
        return position > start && text.charAt(position - 1) == '\\' ? position - 1 : position;
    }

    private static boolean ends(char c) {
        return c <= ' ' || VALUE_ENDS.indexOf(c) >= 0;
    }
}
