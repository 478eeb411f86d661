package io.millrace.billing.api;

import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.api.TopUpView;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A purchase of credit.
 *
 * @param status succeeded and failed are final
 * @param automatic whether nobody asked for it: auto-recharge or a postpaid charge opened it
 * @param lastError the last one; null where there was none, or all is well
 * @param actionUrl page where the customer can agree to the payment; null where there is none
 */
record TopUpJson(
        String id,
        TopUpState status,
        Money amount,
        Nano amountNano,
        boolean automatic,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String lastError,
        @Nullable String actionUrl) {
    static TopUpJson of(TopUpView topUp) {
        Money amount = Money.ofCents(topUp.amountCents());
        return new TopUpJson(
                topUp.id().toString(),
                topUp.state(),
                amount,
                Nano.of(amount),
                topUp.automatic(),
                Micros.toInstant(topUp.createdAtMicros()),
                Micros.toInstant(topUp.updatedAtMicros()),
                topUp.lastError(),
                topUp.actionUrl());
    }

    /** How it is paid. */
    enum Payment {
        /** By the card that is kept, without the customer. */
        OFF_SESSION
    }

    /**
     * One to be made.
     *
     * @param amount whole cents
     * @param payment off_session if left out
     */
    record New(Money amount, @Nullable Payment payment) {}
}
