package io.millrace.billing.checkout;

import org.jspecify.annotations.Nullable;

/**
 * A page as the provider knows it.
 *
 * @param url null where nobody can pay on it any more
 * @param paymentIntent null where nobody tried to pay
 * @param topUpId what its metadata name; null where they name nothing
 */
public record Page(
        String id,
        Status status,
        @Nullable String url,
        @Nullable String paymentIntent,
        @Nullable String topUpId) {
    /** The provider's word on it. */
    public enum Status {
        OPEN,
        /** Somebody paid; a bank may still be working on it. */
        COMPLETE,
        /** Nobody can pay on it any more. */
        EXPIRED
    }
}
