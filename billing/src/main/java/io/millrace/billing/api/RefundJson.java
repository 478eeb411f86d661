package io.millrace.billing.api;

import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundState;
import io.millrace.schemas.money.Money;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that goes back.
 *
 * @param status pending and succeeded are booked, failed is not
 * @param payment Stripe's id of the payment
 * @param stripeRefund Stripe's id of the refund; null until it is known
 */
record RefundJson(
        String id,
        RefundState status,
        Money amount,
        Nano amountNano,
        String payment,
        @Nullable String stripeRefund,
        @Nullable String lastError) {
    static RefundJson of(Refund refund) {
        Money amount = Money.ofCents(refund.amountCents());
        return new RefundJson(
                refund.id().toString(),
                refund.state(),
                amount,
                Nano.of(amount),
                refund.paymentIntent(),
                refund.stripeRefund(),
                refund.lastError());
    }

    /**
     * One to be made.
     *
     * @param topUp id of the top-up whose payment goes back
     * @param amount whole cents
     * @param reason for the books, at most 256 characters
     * @param policy what may go back where credit is used already; remaining_only if left out
     */
    record New(
            String topUp,
            Money amount,
            String reason,
            @Nullable RefundPolicy policy) {
        RefundRequest toRequest(String workspace, String key) {
            UUID id = Call.valid("top_up", () -> UUID.fromString(topUp));
            long cents = Call.valid("amount", () -> Rules.cents("amount", Rules.positive("amount", amount)));
            RefundPolicy rule = Objects.requireNonNullElse(policy, RefundPolicy.REMAINING_ONLY);
            return Call.valid("reason", () -> new RefundRequest(workspace, id, cents, key, reason, rule));
        }
    }
}
