package io.millrace.client.redaction;

/** JSON web tokens (RFC 7519): three base64url parts of which two are JSON, or the five of an encrypted one. */
final class Jwt {
    private static final String JSON = "eyJ";
    private static final int HEADER_MIN = 13;
    private static final int PART_MIN = 8;

    private Jwt() {}

    static long at(String text, int start) {
        if (!text.startsWith(JSON, start) || !opens(text, start)) {
            return Match.NONE;
        }
        int limit = text.length();
        int header = part(text, start, limit);
        if (header - start < HEADER_MIN || !dot(text, header)) {
            return Match.NONE;
        }
        int second = part(text, header + 1, limit);
        if (!dot(text, second)) {
            return Match.NONE;
        }
        int third = part(text, second + 1, limit);
        boolean signed = text.startsWith(JSON, header + 1) && second - header > PART_MIN;
        return signed ? Match.of(Rule.JWT, start, third) : encrypted(text, start, third, limit);
    }

    private static long encrypted(String text, int start, int third, int limit) {
        if (!dot(text, third)) {
            return Match.NONE;
        }
        int fourth = part(text, third + 1, limit);
        if (fourth - third <= PART_MIN || !dot(text, fourth)) {
            return Match.NONE;
        }
        int fifth = part(text, fourth + 1, limit);
        return fifth - fourth > PART_MIN ? Match.of(Rule.JWT, start, fifth) : Match.NONE;
    }

    /** Not within a part: so each part is read at most five times. */
    private static boolean opens(String text, int start) {
        return Boundary.opens(text, start) && !Boundary.joined(text, start, Alphabet.BASE64_URL);
    }

    private static int part(String text, int from, int limit) {
        return Alphabet.end(text, from, limit, Alphabet.BASE64_URL);
    }

    private static boolean dot(String text, int position) {
        return position < text.length() && text.charAt(position) == '.';
    }
}
