package io.millrace.billing.account;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rule.Require;

/**
 * What whoever closes an account said is to become of its money. Nothing of it is a default.
 *
 * @param refund what Stripe took and is left goes back to who paid
 * @param breakage paid credit that is left is kept; with {@code refund}, what cannot go back
 * @param writeOff what is owed is given up
 * @param reason for the books, 1 to 256 characters
 */
public record CloseTerms(boolean refund, boolean breakage, boolean writeOff, String reason) {
    private static final int REASON_LENGTH_MAX = 256;

    public CloseTerms {
        if (reason.isBlank()) {
            throw MillraceException.user("NO_REASON", "close reason", reason, "a text that says why");
        }
        Require.note("close reason", reason, REASON_LENGTH_MAX);
    }
}
