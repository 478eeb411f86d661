package io.millrace.client.redaction;

/**
 * A find: a rule and the half-open span [start, end) of UTF-16 units, in one {@code long} so that looking costs no
 * allocation. Spans end below 2^24, which every bound of this package keeps.
 */
final class Match {
    /** Nothing was found. */
    static final long NONE = 0;

    private static final int POSITION_BITS = 24;
    private static final int RULE_BITS = 8;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
    private static final Rule[] RULES = Rule.values();

    private Match() {}

    /** The ordinal never leaves the process. */
    @SuppressWarnings("EnumOrdinal")
    static long of(Rule rule, int start, int end) {
        return ((((long) start << POSITION_BITS) | end) << RULE_BITS) | (rule.ordinal() + 1);
    }

    static int start(long match) {
        return (int) (match >>> (POSITION_BITS + RULE_BITS));
    }

    static int end(long match) {
        return (int) ((match >>> RULE_BITS) & POSITION_MASK);
    }

    static Rule rule(long match) {
        return RULES[(int) (match & ((1 << RULE_BITS) - 1)) - 1];
    }
}
