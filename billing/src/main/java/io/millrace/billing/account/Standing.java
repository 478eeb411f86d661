package io.millrace.billing.account;

import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is still open of an account.
 *
 * @param topUps under way, as {@code <id> <state>}
 * @param refunds under way, by id
 * @param disputes whose end may bring money back, by id
 * @param schedules recurring grants, by name
 * @param grants that hold something, or will
 * @param owed $0 or more
 * @param stripeCustomer the provider's id of the customer; null where it knows none, or not any more
 * @param paymentMethod the provider's id; null where none is kept
 */
public record Standing(
        List<String> topUps,
        List<String> refunds,
        List<String> disputes,
        List<String> schedules,
        List<Rest> grants,
        Money owed,
        @Nullable String stripeCustomer,
        @Nullable String paymentMethod) {
    public Standing {
        topUps = List.copyOf(topUps);
        refunds = List.copyOf(refunds);
        disputes = List.copyOf(disputes);
        schedules = List.copyOf(schedules);
        grants = List.copyOf(grants);
    }

    /**
     * What a grant still holds.
     *
     * @param left $0 for one that has not begun
     * @param paid whether money was paid for it
     * @param topUpId whose payment Stripe could give back; null where Stripe did not take it
     * @param refundFailed whether Stripe refused to give it back for this closing
     */
    public record Rest(
            String grantId,
            Money left,
            boolean paid,
            @Nullable UUID topUpId,
            boolean refundFailed) {
        /** Whole cents that Stripe could give back. */
        long refundableCents() {
            return topUpId == null || refundFailed ? 0 : left.floorCents();
        }
    }

    /** What was paid for and is not used. */
    public Money paidLeft() {
        Money sum = Money.ZERO;
        for (Rest rest : grants) {
            sum = rest.paid() ? sum.plus(rest.left()) : sum;
        }
        return sum;
    }
}
