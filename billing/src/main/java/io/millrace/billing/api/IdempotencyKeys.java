package io.millrace.billing.api;

/**
 * Idempotency keys of calls that move money, kept for good. A key belongs to a workspace. A claim that was never settled, since
 * its process died, may be taken over once its lease is over: the effect is named by the key, so that it happens once all
 * the same. Implementations are thread-safe, and every method is one transaction.
 */
public interface IdempotencyKeys {
    /**
     * A request under a key.
     *
     * @param key 1 to 255 printable ASCII characters
     * @param digest SHA-256 of method, path and what was read of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // carried to a bytea, never compared
    record Keyed(String workspace, String key, byte[] digest) {}

    /** What a claim led to. */
    sealed interface Claim {
        /**
         * The request is the caller's to execute, then to {@link IdempotencyKeys#settle}.
         *
         * @param number how often it was claimed
         */
        record Taken(int number) implements Claim {}

        /** It was executed before; this was the answer. */
        record Settled(int status, String body) implements Claim {}

        /** Somebody executes it. */
        record InUse() implements Claim {}

        /** The key stands for another request. */
        record Mismatch() implements Claim {}
    }

    Claim claim(Keyed keyed);

    /** Keeps the answer, unless the claim was taken over. */
    void settle(Keyed keyed, Claim.Taken claim, int status, String body);

    /** Ends the lease: nothing is known to have happened, and the next request executes it. */
    void release(Keyed keyed, Claim.Taken claim);
}
