package io.millrace.billing.returns;

import io.millrace.schemas.error.Expected;
import java.util.Objects;

/**
 * The state machine of a refund that is asked for: what to ask of the provider next, and what an answer means. A second
 * refund is made only when the provider's list proves that the first was not.
 */
public final class RefundMachine {
    /** Attempts that the provider answered by an error, until it is given up. */
    static final int ATTEMPTS_MAX = 8;

    private RefundMachine() {}

    /** The one thing to ask of the provider next. */
    public enum Call {
        CREATE,
        FIND,
        RETRIEVE
    }

    /** Where an answer leads. */
    public sealed interface Outcome {
        /** The refund as it is to be stored; the next call follows at once. */
        record GoOn(Refund refund) implements Outcome {}

        /** The refund as it is to be stored; nothing more is to be done for a while, or ever if it failed. */
        record Rest(Refund refund) implements Outcome {}

        /** The provider has it: apply its state. */
        record Settle(RefundObject refund) implements Outcome {}
    }

    public static Call next(Refund refund) {
        return switch (refund.state()) {
            case REQUESTED -> Call.CREATE;
            // A key that may be forgotten would make a second one.
            case SUBMITTED -> refund.keyOld() ? Call.FIND : Call.CREATE;
            case UNKNOWN -> Call.FIND;
            case PENDING, SUCCEEDED -> Call.RETRIEVE;
            case FAILED -> throw Expected.illegal("refund " + refund.id(), refund.state(), "one that did not fail");
        };
    }

    /** What must be committed before the call is made. */
    public static Refund before(Refund refund, Call call) {
        return call == Call.CREATE ? refund.to(RefundState.SUBMITTED) : refund;
    }

    /** The refund is as {@link #before} made it. */
    public static Outcome after(Refund refund, Call call, RefundAnswer answer) {
        if (answer instanceof RefundAnswer.Ok ok) {
            return new Outcome.Settle(ok.refund());
        }
        if (answer instanceof RefundAnswer.Later later) {
            return new Outcome.Rest(refund.to(refund.state(), later.reason()));
        }
        return switch (call) {
            case CREATE -> afterCreate(refund, answer);
            case FIND -> answer instanceof RefundAnswer.Absent ? absent(refund) : new Outcome.Rest(refund);
            case RETRIEVE -> new Outcome.Rest(refund.to(refund.state(), "cannot_be_read"));
        };
    }

    private static Outcome afterCreate(Refund refund, RefundAnswer answer) {
        if (answer instanceof RefundAnswer.Refused refused) {
            // "Already refunded" may be the work of an attempt whose answer was lost: look before it is given up.
            return new Outcome.GoOn(refund.refused(refused.code()));
        }
        return new Outcome.Rest(refund.to(RefundState.UNKNOWN, "no_clear_answer"));
    }

    private static Outcome absent(Refund refund) {
        String refused = refund.refusedCode();
        if (refused != null) {
            return new Outcome.Rest(refund.to(RefundState.FAILED, refused));
        }
        return refund.createAttempt() < ATTEMPTS_MAX
                ? new Outcome.GoOn(refund.nextAttempt())
                : new Outcome.Rest(refund.to(
                        RefundState.FAILED, Objects.requireNonNullElse(refund.lastError(), "attempts_exhausted")));
    }
}
