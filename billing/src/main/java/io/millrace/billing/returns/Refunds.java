package io.millrace.billing.returns;

import java.time.Duration;
import java.util.Optional;

/** Where refunds are kept. Implementations are thread-safe, and every method is one transaction. */
public interface Refunds {
    /** Takes the lease of one refund that is to be made or looked at, and that nobody holds; empty when there is none. */
    Optional<Refund> claim(Duration lease);

    /**
     * Commits a refund's state short of being made, and holds its lease for the given time.
     *
     * @return the stored one; empty when somebody else changed it meanwhile, so that the caller must let go of it
     */
    Optional<Refund> save(Refund refund, Duration lease);

    /**
     * Applies the provider's state of a refund, whoever made it: books it when it was taken, books it back when it
     * failed, never undoes newer news, and never does a thing twice.
     *
     * @param lookAgain when one that is on its way is looked at again
     * @throws io.millrace.schemas.error.MillraceException code REFUND_MISMATCH, when it contradicts what is known of it
     */
    ReturnResult settle(RefundObject refund, Duration lookAgain);
}
