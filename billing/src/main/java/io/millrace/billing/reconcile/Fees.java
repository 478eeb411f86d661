package io.millrace.billing.reconcile;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Fees of the provider in the ledger, each under the id of its balance transaction. Implementations are thread-safe. */
public interface Fees {
    /** Whole cents by the id of the balance transaction; those that are not booked are left out. */
    Map<String, Long> booked(Collection<String> movementIds);

    /** Those of the payments that paid for a top-up of this ledger. */
    Set<String> ours(Collection<String> paymentIds);

    /**
     * Books a fee; a second call does nothing.
     *
     * @param cents of USD, 1 or more
     * @return whether this call booked it
     */
    boolean book(String movementId, String paymentId, long cents);
}
