package io.millrace.billing.api;

import io.millrace.billing.charging.TopUpPayment;
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
 * @param url page where the customer pays a checkout; null before there is one, and when it is over
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
        @Nullable String actionUrl,
        TopUpPayment payment,
        @Nullable String url) {
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
                topUp.actionUrl(),
                topUp.payment(),
                topUp.url());
    }

    /**
     * One to be made.
     *
     * @param amount whole cents
     * @param payment off_session if left out
     * @param saveCard whether the card of a checkout is kept as the workspace's payment method; false if left out
     */
    record New(
            Money amount,
            @Nullable TopUpPayment payment,
            @Nullable Boolean saveCard) {
        boolean savesCard() {
            return Boolean.TRUE.equals(saveCard);
        }
    }
}
