package io.millrace.embedded.stripe;

import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.TestControls;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.Invoice;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.TestCard;
import io.millrace.embedded.stripe.webhook.WebhookPlan;
import io.millrace.embedded.stripe.webhook.WebhookSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What no caller of the API can do: be the customer, the bank, the clock, the network; and read the stand-in's own list
 * of charges, to compare it with what a caller believes. Changes are kept and told of like those of the API; what cannot
 * be is a {@link io.millrace.embedded.stripe.core.StripeRefusal}. Thread-safe.
 */
public final class StripeControl {
    private final StripeService service;
    private final OffsetClock clock;
    private final WebhookSender webhooks;
    private volatile FaultPlan faults = FaultPlan.none();

    StripeControl(StripeService service, OffsetClock clock, WebhookSender webhooks) {
        this.service = service;
        this.clock = clock;
        this.webhooks = webhooks;
    }

    /** All charges, paid or not, newest first. */
    public List<Charge> charges() {
        return service.all(Charge.class);
    }

    /** Whole cents that were taken of each customer, refunds not deducted; charges without a customer are left out. */
    public Map<String, Long> chargedCentsByCustomer() {
        var sums = new TreeMap<String, Long>();
        for (Charge charge : charges()) {
            String customer = charge.customer();
            if (customer != null && charge.captured()) {
                sums.merge(customer, charge.progress().capturedCents(), Math::addExact);
            }
        }
        return sums;
    }

    /** How many charges were paid for each value of a metadata entry, such as {@code topup_id}: each should be 1. */
    public Map<String, Integer> paidChargesBy(String metadataName) {
        var counts = new TreeMap<String, Integer>();
        for (Charge charge : charges()) {
            String value = charge.metadata().get(metadataName);
            if (value != null && charge.captured()) {
                counts.merge(value, 1, Math::addExact);
            }
        }
        return counts;
    }

    /** Sets the clock forward. */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** Forgets all answers to idempotency keys, as after 24 hours. */
    public void pruneKeys() {
        service.pruneKeys();
    }

    /** From now on requests go wrong by this plan. */
    public void fail(FaultPlan plan) {
        faults = plan;
    }

    FaultPlan faults() {
        return faults;
    }

    /** From now on events are sent by this plan; null: not at all. */
    public void webhooks(@Nullable WebhookPlan plan) {
        webhooks.follow(plan);
    }

    /** Sends the webhooks that wait for it; see {@link WebhookSender#deliverWaiting}. */
    public int deliverWebhooks() {
        return webhooks.deliverWaiting();
    }

    /** Loses the webhooks that wait. */
    public int loseWebhooks() {
        return webhooks.loseWaiting();
    }

    /** How many webhooks were answered by a 2xx so far. */
    public long acknowledgedWebhooks() {
        return webhooks.acknowledged();
    }

    /** The owner of the card agrees to a payment or setup that {@code requires_action}, or does not. */
    public void authenticate(String intentId, boolean agreed) {
        run(TestControls.authenticate(intentId, agreed));
    }

    /** The bank's word on a payment intent that is {@code processing}. */
    public void finishProcessing(String intentId, boolean paid) {
        run(TestControls.finishProcessing(intentId, paid));
    }

    /** A pending refund arrives. */
    public void finishRefund(String refundId) {
        run(TestControls.finishRefund(refundId, true));
    }

    /** A refund that is pending or succeeded comes back. */
    public void failRefund(String refundId) {
        run(TestControls.finishRefund(refundId, false));
    }

    /** Disputes what is left of a charge as {@code fraudulent}; the dispute {@code needs_response}. */
    public Dispute openDispute(String chargeId) {
        return (Dispute) run(TestControls.openDispute(chargeId, "fraudulent"));
    }

    /** The bank decides for the seller. */
    public void winDispute(String disputeId) {
        run(TestControls.closeDispute(disputeId, true));
    }

    /** The bank decides for the customer. */
    public void loseDispute(String disputeId) {
        run(TestControls.closeDispute(disputeId, false));
    }

    /** Any status, whatever came before. */
    public void setSubscriptionStatus(String subscriptionId, Subscription.Status status) {
        run(TestControls.setSubscriptionStatus(subscriptionId, status));
    }

    /** Bills a subscription: paid it is active, else past due. Its invoice is told of first. */
    public Invoice billSubscription(String subscriptionId, boolean paid) {
        return (Invoice) run(TestControls.billSubscription(subscriptionId, paid));
    }

    /** A customer pays on the page of a session, with such as {@code pm_card_visa}. */
    public CheckoutSession completeCheckout(String sessionId, String paymentMethod) {
        return (CheckoutSession) run(TestControls.completeCheckout(sessionId, paymentMethod));
    }

    /** Puts another card behind a payment method, as card networks do. */
    public void replaceCard(String paymentMethodId, TestCard card) {
        run(TestControls.replaceCard(paymentMethodId, card));
    }

    /**
     * All that Stripe does some time later: processing payments, pages whose time is over, pending refunds, and refunds that the card fails. */
    public void settle() {
        service.control(TestControls.settle());
    }

    private StripeObject run(Operation change) {
        return Objects.requireNonNull(service.control(change));
    }
}
