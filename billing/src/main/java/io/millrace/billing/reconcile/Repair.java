package io.millrace.billing.reconcile;

/** Puts right what is safe to put right, of one kind of object. Implementations are thread-safe. */
@FunctionalInterface
public interface Repair {
    /**
     * Books what the provider has of an object now, as a webhook about it would have done. Does nothing where the ledger is
     * right already, or the object is none of ours; a second call does nothing.
     *
     * @throws io.millrace.schemas.error.MillraceException when the object contradicts the books, so that nothing is booked
     * @throws io.millrace.billing.charging.GatewayException when the provider did not answer
     */
    void apply(String id);
}
