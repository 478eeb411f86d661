package io.millrace.embedded.stripe.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A card of one customer, or of none yet.
 *
 * @param card decides whether a charge succeeds
 */
public record PaymentMethod(
        String id,
        long createdSeconds,
        TestCard card,
        @Nullable String customer,
        Map<String, String> metadata) implements StripeObject {

    PaymentMethod ofCustomer(@Nullable String newCustomer) {
        return new PaymentMethod(id, createdSeconds, card, newCustomer, metadata);
    }
}
