package io.millrace.billing.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * An object as the provider lists it.
 *
 * @param status in the provider's words; of a movement its type
 * @param amountCents in the smallest unit of its currency; of a movement below 0 when it left the account
 * @param currency in lower case, such as usd
 * @param feeCents what the provider kept of a movement; 0 for all else
 * @param topUpId what the metadata of a payment say it is for
 * @param sourceId of a payment its charge, of a refund or dispute its payment, of a movement what moved
 */
public record ProviderItem(
        ItemKind kind,
        String id,
        Standing standing,
        String status,
        long amountCents,
        String currency,
        long feeCents,
        @Nullable String topUpId,
        @Nullable String sourceId) {
    static final String CURRENCY = "usd";

    String text() {
        return amountCents + " " + currency + " cents, " + status;
    }
}
