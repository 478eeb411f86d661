package io.millrace.embedded.stripe.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A card or a bank account of one customer, or of none yet.
 *
 * @param card decides what becomes of a charge
 */
public record PaymentMethod(
        String id,
        long createdSeconds,
        TestCard card,
        @Nullable String customer,
        Map<String, String> metadata) implements StripeObject {

    /** The same, attached to this customer, or to none. */
    public PaymentMethod ofCustomer(@Nullable String newCustomer) {
        return new PaymentMethod(id, createdSeconds, card, newCustomer, metadata);
    }

    /** The same id with another card behind it, as when a card network replaces one. */
    public PaymentMethod withCard(TestCard newCard) {
        return new PaymentMethod(id, createdSeconds, newCard, customer, metadata);
    }

    /** The same with other metadata. */
    public PaymentMethod withMetadata(Map<String, String> newMetadata) {
        return new PaymentMethod(id, createdSeconds, card, customer, newMetadata);
    }
}
