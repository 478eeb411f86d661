package io.millrace.embedded.stripe.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take the money of a payment intent.
 *
 * @param card says whether it was paid, and why not
 * @param amountCents whole cents
 */
public record Charge(
        String id,
        long createdSeconds,
        String paymentIntent,
        String paymentMethod,
        @Nullable String customer,
        TestCard card,
        long amountCents,
        String currency,
        Map<String, String> metadata)
        implements StripeObject {}
