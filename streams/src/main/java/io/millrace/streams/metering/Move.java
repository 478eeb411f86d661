package io.millrace.streams.metering;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;

/** How far a state is from what gateways were last told of it, least first. */
enum Move {
    /** By less than a hundredth of the limit: it may wait. */
    LITTLE,
    /** For the next heartbeat. */
    FAR,
    /** Another verdict, reason, limit or calendar window: for now. */
    AT_ONCE;

    /** A use that moved by this part of the limit moved far. */
    private static final long FAR_PART = 100;

    /** The larger of two. */
    Move or(Move other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Of a constraint whose window has a beginning and an end that stay. */
    static Move of(Constraint told, Constraint now) {
        boolean same = isAlike(told, now) && told.window().equals(now.window());
        return same ? ofUse(told, now.used()) : AT_ONCE;
    }

    /**
     * Of a limit whose window moves all the time: it counts as changed when what gateways hold is void already while the limit
     * is still exceeded.
     */
    static Move ofSliding(Constraint told, Constraint now, long asOfMicros) {
        boolean voided = now.verdict() != Verdict.ALLOW && told.window().endsBy(asOfMicros);
        if (voided || !isAlike(told, now)) {
            return AT_ONCE;
        }
        Window window = now.window();
        return window.equals(told.window()) ? ofUse(told, now.used()) : FAR;
    }

    /** Of the use alone. */
    static Move ofUse(Constraint told, long used) {
        long moved = Math.abs(used - told.used());
        return moved > 0 && moved >= told.limit() / FAR_PART ? FAR : LITTLE;
    }

    private static boolean isAlike(Constraint told, Constraint now) {
        return told.verdict() == now.verdict()
                && told.reason() == now.reason()
                && told.limit() == now.limit()
                && told.policyId().equals(now.policyId());
    }
}
