package io.millrace.billing.returns;

import java.time.Duration;
import java.util.Optional;

/** Where disputes are kept. Implementations are thread-safe, and every method is one transaction. */
public interface Disputes {
    /** Takes the lease of one dispute that is to be looked at, and that nobody holds; its id. */
    Optional<String> claim(Duration lease);

    /**
     * Applies the provider's state of a dispute: sets aside what is left of the grant while it is open, gives that back
     * when it is won, books the loss when it is lost, and the fees. Never undoes newer news, never does a thing twice.
     *
     * @param lookAgain when one that is open is looked at again
     * @throws io.millrace.schemas.error.MillraceException code DISPUTE_MISMATCH, when it contradicts what is known of it
     */
    ReturnResult settle(DisputeObject dispute, Duration lookAgain);
}
