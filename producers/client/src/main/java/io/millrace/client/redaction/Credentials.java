package io.millrace.client.redaction;

import java.util.Base64;

/** Credentials in the places that protocols have for them: the user info of a URL, the value of an authorization. */
final class Credentials {
    private static final int AUTHORITY_MAX = 1024;
    private static final int BEARER_MIN = 16;
    private static final int BASIC_MIN = 8;
    private static final int PORT_DIGITS_MAX = 5;
    private static final String AUTHORITY_ENDS = " \t\r\n/\"'<>\\`";

    private Credentials() {}

    /**
     * User and password behind {@code ://}: all up to the last at sign of the authority, if a colon with something behind it
     * is among it. Question mark and number sign may be part of a password that was not escaped, but end a port.
     *
     * @param start the position behind {@code ://}
     */
    static long inUrl(String text, int start) {
        int limit = Math.min(text.length(), start + AUTHORITY_MAX);
        int colon = -1;
        int at = -1;
        int position = start;
        for (; position < limit && AUTHORITY_ENDS.indexOf(text.charAt(position)) < 0; position++) {
            char c = text.charAt(position);
            if (c == ':' && colon < 0) {
                colon = position;
            } else if (c == '@') {
                at = position;
            }
        }
        boolean password = colon >= 0 && at > colon + 1 && !port(text, colon + 1, at);
        return password && !Rule.placeholderAt(text, start) ? Match.of(Rule.CONNECTION_STRING, start, at) : Match.NONE;
    }

    private static boolean port(String text, int start, int end) {
        int digits = Alphabet.end(text, start, end, Alphabet.DIGIT);
        boolean ends = digits < end && (text.charAt(digits) == '?' || text.charAt(digits) == '#');
        return ends && digits > start && digits - start <= PORT_DIGITS_MAX;
    }

    /** What follows {@code Bearer} or {@code Basic}, in any case, at the position. */
    static long authorization(String text, int start) {
        if (!Boundary.opens(text, start)) {
            return Match.NONE;
        }
        if (text.regionMatches(/* ignoreCase= */ true, start, "bearer", 0, 6)) {
            return bearer(text, valueStart(text, start + 6));
        }
        return text.regionMatches(/* ignoreCase= */ true, start, "basic", 0, 5)
                ? basic(text, valueStart(text, start + 5))
                : Match.NONE;
    }

    /** -1 where no space follows the scheme. */
    private static int valueStart(String text, int from) {
        int position = from;
        while (position < text.length() && position - from < 8 && " \t:=\"".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (text.startsWith("%20", position)) {
            position += 3;
        }
        return position == from ? -1 : position;
    }

    private static long bearer(String text, int start) {
        if (start < 0) {
            return Match.NONE;
        }
        long known = Specific.at(text, start);
        if (known != Match.NONE) {
            return known;
        }
        int end = Alphabet.end(text, start, text.length(), Alphabet.TOKEN68);
        boolean fits = end - start >= BEARER_MIN && Shape.MIXED.fits(text, start, end);
        return fits ? Match.of(Rule.AUTHORIZATION, start, Alphabet.padded(text, end)) : Match.NONE;
    }

    private static long basic(String text, int start) {
        if (start < 0) {
            return Match.NONE;
        }
        int limit = Math.min(text.length(), start + AUTHORITY_MAX);
        int end = Alphabet.padded(text, Alphabet.end(text, start, limit, Alphabet.BASE64));
        boolean fits = end - start >= BASIC_MIN
                && wholeBase64(text, start, end)
                && userAndPassword(text.substring(start, end));
        return fits ? Match.of(Rule.AUTHORIZATION, start, end) : Match.NONE;
    }

    /** False for a length that base64 cannot have, such as of most words: decoding them would cost an exception each. */
    private static boolean wholeBase64(String text, int start, int end) {
        int length = end - start;
        return text.charAt(end - 1) == '=' ? length % 4 == 0 : length % 4 != 1;
    }

    /** True when the text is base64 of something printable with a colon in it (RFC 7617). */
    private static boolean userAndPassword(String base64) {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64);
            boolean colon = false;
            for (byte b : decoded) {
                if (b >= 0 && b < ' ') {
                    return false;
                }
                colon |= b == ':';
            }
            return colon;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
