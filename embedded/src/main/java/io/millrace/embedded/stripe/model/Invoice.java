package io.millrace.embedded.stripe.model;

import org.jspecify.annotations.Nullable;

/**
 * A bill of a subscription, made by who tests: paid at once, or open since its payment failed.
 *
 * @param subscription it is for
 * @param amountCents of all its items
 * @param paid else it is open, after one attempt
 */
public record Invoice(
        String id,
        long createdSeconds,
        String customer,
        String subscription,
        @Nullable String paymentMethod,
        String currency,
        long amountCents,
        boolean paid)
        implements StripeObject {}
