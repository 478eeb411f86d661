package io.millrace.embedded.stripe.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who pays.
 *
 * @param defaultPaymentMethod for invoices; a payment intent never takes it by itself
 * @param country of the address, two letters; nothing else of it is kept
 * @param deleted it can still be retrieved, and nothing else
 */
public record Customer(
        String id,
        long createdSeconds,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String description,
        @Nullable String defaultPaymentMethod,
        @Nullable String country,
        Map<String, String> metadata,
        boolean deleted)
        implements StripeObject {

    /** The same customer, deleted. */
    public Customer asDeleted() {
        return new Customer(
                id, createdSeconds, name, email, phone, description, defaultPaymentMethod, country, metadata, true);
    }
}
