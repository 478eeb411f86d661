package io.millrace.billing.postgres.api;

import io.millrace.billing.charging.TopUpPayment;
import io.millrace.billing.charging.TopUpState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A top-up as it stands. Times in microseconds since the epoch.
 *
 * @param automatic opened by auto-recharge
 * @param actionUrl page where the customer can agree to the payment; null where there is none
 * @param url page where the customer can pay; null where there is none
 */
public record TopUpView(
        UUID id,
        long amountCents,
        boolean automatic,
        TopUpState state,
        @Nullable String lastError,
        @Nullable String actionUrl,
        TopUpPayment payment,
        @Nullable String url,
        long createdAtMicros,
        long updatedAtMicros) {}
