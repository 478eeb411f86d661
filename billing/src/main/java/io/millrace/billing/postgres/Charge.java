package io.millrace.billing.postgres;

import io.millrace.billing.charging.TopUpState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A top-up as the live view shows it.
 *
 * @param amountCents whole cents of USD
 * @param error code of the decline or of the last fault; null where there was none
 * @param actionUrl page where the customer can agree to the payment; null where there is none
 * @param updatedAtMicros when its state last changed, microseconds since the epoch
 */
public record Charge(
        UUID topUpId,
        String workspaceId,
        long amountCents,
        TopUpState state,
        @Nullable String error,
        @Nullable String actionUrl,
        long updatedAtMicros) {}
