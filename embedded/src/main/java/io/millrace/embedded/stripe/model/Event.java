package io.millrace.embedded.stripe.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param type such as {@code payment_intent.succeeded}
 * @param object as it was then
 * @param idempotencyKey of the request that led to it, if it had one
 */
public record Event(
        String id,
        long createdSeconds,
        String type,
        StripeObject object,
        @Nullable String idempotencyKey) implements StripeObject {}
