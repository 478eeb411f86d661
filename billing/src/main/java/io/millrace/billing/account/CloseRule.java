package io.millrace.billing.account;

import io.millrace.billing.account.Standing.Rest;
import io.millrace.billing.postpaid.Closeout;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What comes next when an account is closed, out of what is open of it alone: so whoever takes it up after a kill does the
 * same. Charges end first, since each may bring credit; then credit, since it pays debts; then debts; then the profile. Pure.
 */
public final class CloseRule {
    private CloseRule() {}

    public static CloseStep next(Closing closing, Standing standing) {
        if (!standing.schedules().isEmpty()) {
            return new CloseStep.StopSchedule(standing.schedules().get(0));
        }
        if (!standing.topUps().isEmpty()) {
            return new CloseStep.StopTopUps(
                    Expected.message("top-up", standing.topUps().get(0), "SUCCEEDED or FAILED"));
        }
        if (!standing.refunds().isEmpty()) {
            return waits("refund", standing.refunds().get(0) + " under way", "made or refused");
        }
        if (!standing.disputes().isEmpty()) {
            return waits("dispute", standing.disputes().get(0), "none that is open, since its money may come back");
        }
        if (!standing.grants().isEmpty()) {
            return rest(closing, standing.grants().get(0));
        }
        if (standing.owed().nanoUsd() > 0) {
            return new CloseStep.SettleDebt();
        }
        return standing.stripeCustomer() == null && standing.paymentMethod() == null
                ? new CloseStep.Erase()
                : new CloseStep.Detach(standing.stripeCustomer(), standing.paymentMethod());
    }

    private static CloseStep rest(Closing closing, Rest rest) {
        UUID topUp = rest.topUpId();
        boolean back = rest.paid() && closing.terms().refund();
        if (back && topUp != null && rest.refundableCents() > 0) {
            return new CloseStep.Refund(
                    topUp, rest.refundableCents(), closing.key(rest.grantId(), rest.refundableCents()));
        }
        // Less than a cent cannot go back.
        boolean dust = back && topUp != null && !rest.refundFailed();
        if (!rest.paid()
                || rest.left().nanoUsd() == 0
                || dust
                || closing.terms().breakage()) {
            return new CloseStep.VoidGrant(rest.grantId());
        }
        String why = rest.refundFailed() ? "Stripe refused the refund" : "not paid through Stripe";
        return back
                ? waits(
                        "grant " + rest.grantId(),
                        rest.left() + " left, " + why,
                        "--breakage too, once it was given back by hand")
                : waits("grant " + rest.grantId(), rest.left() + " of paid credit left", "--refund or --breakage");
    }

    private static CloseStep waits(String thing, Object value, String rule) {
        return new CloseStep.Wait(Expected.message(thing, value, rule));
    }

    /** Why it cannot even be begun; null where it can. */
    public static @Nullable String refusal(CloseTerms terms, Standing standing) {
        Money paid = standing.paidLeft();
        if (paid.nanoUsd() > 0 && !terms.refund() && !terms.breakage()) {
            return Expected.message("paid credit", paid + " left", "--refund or --breakage, which is not guessed");
        }
        boolean settled = terms.writeOff() || canBeCharged(standing) || isLetGo(standing.owed());
        if (standing.owed().nanoUsd() > 0 && !settled) {
            return Expected.message(
                    "owed", standing.owed(), "$0, a payment method to charge, or --write-off, which is not guessed");
        }
        return standing.disputes().isEmpty()
                ? null
                : Expected.message(
                        "dispute", standing.disputes().get(0), "none that is open, since its money may come back");
    }

    private static boolean canBeCharged(Standing standing) {
        return standing.stripeCustomer() != null && standing.paymentMethod() != null;
    }

    /** Less than Stripe charges at once. */
    private static boolean isLetGo(Money owed) {
        return Closeout.of(owed) instanceof Closeout.LetGo;
    }
}
