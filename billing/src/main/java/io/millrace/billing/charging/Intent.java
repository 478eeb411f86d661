package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/**
 * A payment as the provider knows it.
 *
 * @param amountCents whole cents of USD
 * @param topUpId what its metadata says it is for; null where it says nothing
 * @param declineCode of its last failed attempt
 */
public record Intent(
        String id,
        IntentStatus status,
        long amountCents,
        @Nullable String topUpId,
        @Nullable String declineCode) {}
