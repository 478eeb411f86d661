package io.millrace.embedded.stripe.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who pays.
 *
 * @param defaultPaymentMethod for invoices; a payment intent never takes it by itself
 */
public record Customer(
        String id,
        long createdSeconds,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String description,
        @Nullable String defaultPaymentMethod,
        Map<String, String> metadata)
        implements StripeObject {}
