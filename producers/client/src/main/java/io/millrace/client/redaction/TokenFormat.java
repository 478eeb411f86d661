package io.millrace.client.redaction;

/**
 * A token with a fixed beginning.
 *
 * @param prefix at least two characters, both ASCII
 * @param alphabet of what follows
 * @param min characters that must follow
 * @param max characters that may follow; one more of the alphabet, and it is something else
 * @param shape of the body; where not {@link Shape#ANY}, a character of the alphabet must not stand before the prefix: it is
 *     part of a longer name then. So the bodies looked at are disjoint, and the time linear
 */
record TokenFormat(Rule rule, String prefix, int alphabet, int min, int max, Shape shape) {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    static TokenFormat of(Rule rule, String prefix, int alphabet, int min) {
        return new TokenFormat(rule, prefix, alphabet, min, UNBOUNDED, Shape.ANY);
    }

    static TokenFormat exactly(Rule rule, String prefix, int alphabet, int length) {
        return new TokenFormat(rule, prefix, alphabet, length, length, Shape.ANY);
    }

    TokenFormat with(Shape wanted) {
        return new TokenFormat(rule, prefix, alphabet, min, max, wanted);
    }

    long at(String text, int start) {
        if (!text.startsWith(prefix, start) || !opens(text, start)) {
            return Match.NONE;
        }
        int body = start + prefix.length();
        int limit = max == UNBOUNDED ? text.length() : Math.min(text.length(), body + max + 1);
        int end = Alphabet.end(text, body, limit, alphabet);
        boolean fits = end - body >= min && end - body <= max && shape.fits(text, body, end);
        return fits ? Match.of(rule, start, padded(text, end)) : Match.NONE;
    }

    /** Only what is written in base64 has padding. */
    private int padded(String text, int end) {
        return (alphabet & (Alphabet.BASE64 | Alphabet.BASE64_URL)) == 0 ? end : Alphabet.padded(text, end);
    }

    private boolean opens(String text, int start) {
        return Boundary.opens(text, start) && (shape == Shape.ANY || !Boundary.joined(text, start, alphabet));
    }
}
