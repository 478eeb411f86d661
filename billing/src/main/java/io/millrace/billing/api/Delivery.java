package io.millrace.billing.api;

import org.jspecify.annotations.Nullable;

/**
 * A delivery of a webhook, its bytes as they came: a changed one breaks the signature.
 *
 * @param signature the header Stripe-Signature; null where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // carried on as it came, never compared
record Delivery(@Nullable String signature, byte[] bytes) {
    /**
     * The answer.
     *
     * @param duplicate whether the event was known already
     */
    record Receipt(boolean received, boolean duplicate) {}
}
