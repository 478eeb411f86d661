package io.millrace.client.adapter;

import org.jspecify.annotations.Nullable;

/** A whole that parts are taken from, as long as they fit; a part that does not is reported and left null. */
final class TokenBudget {
    private final RawUsage raw;
    private final Slot wholeSlot;
    private final @Nullable Long whole;
    private long left;
    private boolean refused;

    /** @param wholeSlot names the whole in findings */
    TokenBudget(RawUsage raw, Slot wholeSlot, @Nullable Long whole) {
        this.raw = raw;
        this.wholeSlot = wholeSlot;
        this.whole = whole;
        left = whole == null ? 0 : whole;
    }

    /** The stated count of a slot if it fits into what is left, else null. */
    @Nullable
    Long take(Slot slot) {
        return take(raw.name(slot), raw.number(slot));
    }

    @Nullable
    Long take(String name, @Nullable Long part) {
        if (part == null) {
            return null;
        }
        if (whole == null || part > left) {
            raw.findings().contradiction(name, part, rule(part));
            refused = true;
            return null;
        }
        left -= part;
        return part;
    }

    /** What no part has taken. */
    long left() {
        return left;
    }

    boolean refused() {
        return refused;
    }

    private String rule(long part) {
        if (whole == null) {
            return "the whole beside it";
        }
        String of = raw.shortName(wholeSlot) + ' ' + whole;
        return part > whole ? "<= " + of : "<= " + left + " left of " + of;
    }
}
