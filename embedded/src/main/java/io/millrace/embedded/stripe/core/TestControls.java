package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentIntent.Status;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.Refund;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.TestCard;
import java.util.Set;
import java.util.function.Function;

/** What customers, banks and card networks do: no endpoint of Stripe's, but the hand of who tests. */
public final class TestControls {
    private TestControls() {}

    private static Operation of(Function<Draft, StripeObject> change) {
        return (draft, parameters) -> new Answer.Shown(change.apply(draft), Set.of());
    }

    /** The owner of a card agrees to what it asked, or does not: of a payment intent or a setup intent. */
    public static Operation authenticate(String id, boolean agreed) {
        return of(draft -> draft.find(SetupIntent.class, id).isPresent()
                ? authenticateSetup(draft, draft.existing(SetupIntent.class, id), agreed)
                : authenticatePayment(draft, draft.existing(PaymentIntent.class, id), agreed));
    }

    private static PaymentIntent authenticatePayment(Draft draft, PaymentIntent intent, boolean agreed) {
        require(intent.progress().status() == Status.REQUIRES_ACTION, intent, "requires_action");
        PaymentMethod method = method(draft, String.valueOf(intent.progress().paymentMethod()));
        return agreed
                ? Attempts.pay(draft, intent, method)
                : Attempts.declineUntried(draft, intent, method, Attempts.NOT_AUTHENTICATED);
    }

    private static SetupIntent authenticateSetup(Draft draft, SetupIntent intent, boolean agreed) {
        require(intent.progress().status() == SetupIntent.Status.REQUIRES_ACTION, intent, "requires_action");
        PaymentMethod method = method(draft, String.valueOf(intent.progress().paymentMethod()));
        return agreed
                ? SetupIntents.succeed(draft, intent, method)
                : SetupIntents.fail(
                        draft,
                        intent,
                        new PaymentIntent.Decline(null, method.id(), method.card(), SetupIntents.NOT_AUTHENTICATED));
    }

    private static PaymentMethod method(Draft draft, String id) {
        return draft.existing(PaymentMethod.class, id);
    }

    /** The bank's word on a payment that is processing. */
    public static Operation finishProcessing(String intentId, boolean paid) {
        return of(draft -> {
            PaymentIntent intent = draft.existing(PaymentIntent.class, intentId);
            require(intent.progress().status() == Status.PROCESSING, intent, "processing");
            PaymentIntent finished = Attempts.finish(draft, intent, paid);
            Checkout.finished(draft, finished, paid);
            return finished;
        });
    }

    /** A refund arrives, or comes back. */
    public static Operation finishRefund(String refundId, boolean delivered) {
        return of(draft -> {
            Refund refund = draft.existing(Refund.class, refundId);
            boolean possible =
                    delivered ? refund.status() == Refund.Status.PENDING : refund.status() != Refund.Status.FAILED;
            require(possible, refund, delivered ? "pending" : "not failed");
            return delivered ? Refunds.succeed(draft, refund) : Refunds.fail(draft, refund);
        });
    }

    /** A customer disputes a charge. */
    public static Operation openDispute(String chargeId, String reason) {
        return of(draft -> Disputes.open(draft, draft.existing(Charge.class, chargeId), reason));
    }

    /** The bank decides a dispute. */
    public static Operation closeDispute(String disputeId, boolean won) {
        return of(draft -> Disputes.close(draft, draft.existing(Dispute.class, disputeId), won));
    }

    /** Any status, whatever came before. */
    public static Operation setSubscriptionStatus(String id, Subscription.Status status) {
        return of(draft -> Subscriptions.to(draft, draft.existing(Subscription.class, id), status));
    }

    /** Bills a subscription that is not over; its payment succeeds or fails. */
    public static Operation billSubscription(String id, boolean paid) {
        return of(draft -> {
            Subscription subscription = draft.existing(Subscription.class, id);
            require(!subscription.progress().status().terminal(), subscription, "one that is not over");
            return Invoices.bill(draft, subscription, paid);
        });
    }

    /** A customer pays on the page of a checkout session. */
    public static Operation completeCheckout(String sessionId, String paymentMethod) {
        return of(draft -> Checkout.complete(draft, draft.existing(CheckoutSession.class, sessionId), paymentMethod));
    }

    /** Puts another card behind a payment method, as card networks do. */
    public static Operation replaceCard(String paymentMethodId, TestCard card) {
        return of(draft ->
                draft.put(method(draft, paymentMethodId).withCard(card), "payment_method.automatically_updated"));
    }

    /** All that Stripe does some time later: payments that process, pages whose time is over, pending and failing refunds. */
    public static Operation settle() {
        return (draft, parameters) -> {
            for (PaymentIntent intent : draft.newestFirst(PaymentIntent.class)) {
                if (intent.progress().status() == Status.PROCESSING) {
                    String charge = String.valueOf(intent.progress().latestCharge());
                    boolean paid = draft.existing(Charge.class, charge).card().paid();
                    Checkout.finished(draft, Attempts.finish(draft, intent, paid), paid);
                }
            }
            draft.newestFirst(CheckoutSession.class).stream()
                    .filter(session -> Checkout.isOver(draft, session))
                    .forEach(session -> Checkout.expire(draft, session));
            draft.newestFirst(Refund.class).forEach(refund -> settle(draft, refund));
            return new Answer.Listed("", draft.changed(), false, Set.of());
        };
    }

    private static void settle(Draft draft, Refund refund) {
        TestCard card = draft.existing(Charge.class, refund.charge()).card();
        if (card == TestCard.REFUND_FAILS && refund.status() != Refund.Status.FAILED) {
            Refunds.fail(draft, refund);
        } else if (refund.status() == Refund.Status.PENDING) {
            Refunds.succeed(draft, refund);
        }
    }

    private static void require(boolean condition, StripeObject object, String expected) {
        if (!condition) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "unexpected_state", object.id() + ": " + object + " (expected: " + expected + ")", "id"));
        }
    }
}
