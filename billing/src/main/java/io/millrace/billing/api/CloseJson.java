package io.millrace.billing.api;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of an account.
 *
 * @param waitsFor what it waits for; null where it goes on by itself
 * @param endedAt when it was closed or opened again; null before
 */
record CloseJson(
        String workspace,
        Closing.State status,
        String reason,
        @Nullable String waitsFor,
        Instant requestedAt,
        @Nullable Instant endedAt) {
    static CloseJson of(Closing closing) {
        Long ended = closing.endedAtMicros();
        return new CloseJson(
                closing.workspaceId(),
                closing.state(),
                closing.terms().reason(),
                closing.waitsFor(),
                Micros.toInstant(closing.requestedAtMicros()),
                ended == null ? null : Micros.toInstant(ended));
    }

    /** What becomes of paid credit that is left. */
    enum PaidCredit {
        REFUND,
        BREAKAGE,
        REFUND_THEN_BREAKAGE
    }

    /** What becomes of what is owed. */
    enum Owed {
        WRITE_OFF
    }

    /**
     * What is asked for.
     *
     * @param reason for the books, 1 to 256 characters
     * @param paidCredit must be given where some is left
     * @param owed must be given where something is owed and cannot be charged
     */
    record Terms(
            String reason,
            @Nullable PaidCredit paidCredit,
            @Nullable Owed owed) {
        CloseTerms toTerms() {
            return new CloseTerms(
                    paidCredit == PaidCredit.REFUND || paidCredit == PaidCredit.REFUND_THEN_BREAKAGE,
                    paidCredit == PaidCredit.BREAKAGE || paidCredit == PaidCredit.REFUND_THEN_BREAKAGE,
                    owed == Owed.WRITE_OFF,
                    reason);
        }
    }

    /** @param reason for the books, 1 to 256 characters */
    record Reopening(String reason) {}
}
