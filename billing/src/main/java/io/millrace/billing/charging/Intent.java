package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/**
 * A payment as the provider knows it.
 *
 * @param amountCents whole cents of USD
 * @param topUpId what its metadata says it is for; null where it says nothing
 * @param declineCode of its last failed attempt
 * @param advice of the provider on that attempt
 * @param actionUrl page where the customer can agree to it, while it waits for them
 */
public record Intent(
        String id,
        IntentStatus status,
        long amountCents,
        @Nullable String topUpId,
        @Nullable String declineCode,
        @Nullable String advice,
        @Nullable String actionUrl) {
    /** One without advice and page. */
    public Intent(
            String id, IntentStatus status, long amountCents, @Nullable String topUpId, @Nullable String declineCode) {
        this(id, status, amountCents, topUpId, declineCode, null, null);
    }
}
