package io.millrace.billing.subscription;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a customer of the provider, as it is there now. Nothing else is.
 *
 * @param stripeCustomer the provider's id, cus_…
 * @param subscriptionId the one that counts: the newest that is not over, else the newest; null where there is none
 * @param periodEndSeconds end of the period that is paid, exclusive, since the epoch; null where there is none
 * @param cardLast4 of the card that is charged; null where there is none, or it is no card
 * @param billingCountry two capital letters; null where it is not known
 */
public record Fetched(
        String stripeCustomer,
        @Nullable String subscriptionId,
        SubscriptionStatus status,
        @Nullable Long periodEndSeconds,
        @Nullable String cardLast4,
        @Nullable String billingCountry) {
    public Fetched {
        if ((subscriptionId == null) != (status == SubscriptionStatus.NONE)) {
            throw Expected.illegal("subscription status", status, "NONE without a subscription, and only then");
        }
    }
}
