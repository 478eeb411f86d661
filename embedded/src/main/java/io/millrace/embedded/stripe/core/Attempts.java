package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentIntent.Decline;
import io.millrace.embedded.stripe.model.PaymentIntent.Reason;
import io.millrace.embedded.stripe.model.PaymentIntent.Status;
import io.millrace.embedded.stripe.model.PaymentIntent.Terms;
import io.millrace.embedded.stripe.model.PaymentMethod;
import org.jspecify.annotations.Nullable;

/** Attempts to collect a payment intent: what the card decides, at once or later. */
final class Attempts {
    static final Reason NOT_AUTHENTICATED = new Reason(
            "payment_intent_authentication_failure",
            null,
            "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                    + "PaymentMethod to attempt to fulfill this PaymentIntent again.");
    private static final Reason NOT_HANDLED = new Reason(
            "authentication_required",
            "authentication_not_handled",
            "This payment required an authentication action to complete, but `error_on_requires_action` was set.");
    private static final Reason OWNER_ABSENT = new Reason(
            "authentication_required",
            "authentication_required",
            "Your card was declined. This transaction requires authentication.");

    private Attempts() {}

    /** Whether the owner of the card is there to agree. {@code errorOnAction} wants an error where they would be asked. */
    record Presence(boolean offSession, boolean errorOnAction) {}

    /** Tries once. A decline is in the intent that comes back. */
    static PaymentIntent attempt(Draft draft, PaymentIntent intent, PaymentMethod method, Presence presence) {
        return switch (method.card().behaviour()) {
            case PAYS -> pay(draft, intent, method);
            case PAYS_AND_DISPUTES -> payAndDispute(draft, intent, method);
            case DECLINES -> decline(draft, intent, method, null);
            case ASKS_THE_OWNER -> ask(draft, intent, method, presence);
            case PROCESSES -> process(draft, intent, method);
        };
    }

    private static PaymentIntent ask(Draft draft, PaymentIntent intent, PaymentMethod method, Presence presence) {
        if (presence.offSession()) {
            return decline(draft, intent, method, OWNER_ABSENT);
        }
        if (presence.errorOnAction()) {
            return declineUntried(draft, intent, method, NOT_HANDLED);
        }
        String url = draft.url("/hosted/payment_intents/" + intent.id());
        return draft.put(intent.waitingForOwner(method.id(), url), "payment_intent.requires_action");
    }

    /** The card pays: the money is taken, or held where it is captured later. */
    static PaymentIntent pay(Draft draft, PaymentIntent intent, PaymentMethod method) {
        String chargeId = draft.newId("ch");
        long cents = intent.terms().amountCents();
        boolean held = intent.terms().manualCapture();
        Charge.Progress progress = held
                ? Charge.Progress.open(Charge.Status.SUCCEEDED)
                : Charge.Progress.paid(
                        cents, Balance.in(draft, chargeId, cents, intent.terms().currency(), false));
        draft.put(charge(draft, chargeId, intent, method, null, progress), "charge.succeeded");
        Status status = held ? Status.REQUIRES_CAPTURE : Status.SUCCEEDED;
        keepMethod(draft, intent, method);
        return draft.put(
                intent.tried(status, method.id(), chargeId),
                held ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded");
    }

    private static PaymentIntent payAndDispute(Draft draft, PaymentIntent intent, PaymentMethod method) {
        PaymentIntent paid = pay(draft, intent, method);
        if (paid.progress().status() == Status.SUCCEEDED) {
            String charge = String.valueOf(paid.progress().latestCharge());
            Disputes.open(draft, draft.existing(Charge.class, charge), Disputes.reason(method.card()));
        }
        return paid;
    }

    private static PaymentIntent decline(
            Draft draft, PaymentIntent intent, PaymentMethod method, @Nullable Reason reason) {
        String chargeId = draft.newId("ch");
        draft.put(charge(draft, chargeId, intent, method, reason, Charge.Progress.failed()), "charge.failed");
        return failed(draft, intent, new Decline(chargeId, method.id(), method.card(), reason));
    }

    /** A failure that never reached the issuer: no charge. */
    static PaymentIntent declineUntried(Draft draft, PaymentIntent intent, PaymentMethod method, Reason reason) {
        return failed(draft, intent, new Decline(null, method.id(), method.card(), reason));
    }

    private static PaymentIntent failed(Draft draft, PaymentIntent intent, Decline decline) {
        return draft.put(intent.declined(decline), "payment_intent.payment_failed");
    }

    private static PaymentIntent process(Draft draft, PaymentIntent intent, PaymentMethod method) {
        String chargeId = draft.newId("py");
        Charge.Progress progress = Charge.Progress.open(Charge.Status.PENDING);
        draft.put(charge(draft, chargeId, intent, method, null, progress), "charge.pending");
        keepMethod(draft, intent, method);
        return draft.put(intent.tried(Status.PROCESSING, method.id(), chargeId), "payment_intent.processing");
    }

    /** The bank's word on a payment that is under way. */
    static PaymentIntent finish(Draft draft, PaymentIntent intent, boolean paid) {
        Charge pending =
                draft.existing(Charge.class, String.valueOf(intent.progress().latestCharge()));
        if (paid) {
            String transaction = Balance.in(draft, pending.id(), pending.amountCents(), pending.currency(), true);
            draft.put(pending.with(Charge.Progress.paid(pending.amountCents(), transaction)), "charge.succeeded");
            return draft.put(
                    intent.tried(Status.SUCCEEDED, pending.paymentMethod(), pending.id()), "payment_intent.succeeded");
        }
        draft.put(pending.with(Charge.Progress.failed()), "charge.failed");
        Reason reason = pending.card().paid()
                ? new Reason("payment_intent_payment_attempt_failed", null, "The payment attempt failed.")
                : null;
        return failed(draft, intent, new Decline(pending.id(), pending.paymentMethod(), pending.card(), reason));
    }

    private static void keepMethod(Draft draft, PaymentIntent intent, PaymentMethod method) {
        String customer = intent.terms().customer();
        if (customer != null && intent.terms().setupFutureUsage() != null && method.customer() == null) {
            PaymentMethods.attach(draft, method, customer);
        }
    }

    private static Charge charge(
            Draft draft,
            String id,
            PaymentIntent intent,
            PaymentMethod method,
            @Nullable Reason failure,
            Charge.Progress progress) {
        Terms terms = intent.terms();
        return new Charge(
                id,
                draft.nowSeconds(),
                intent.id(),
                method.id(),
                terms.customer(),
                method.card(),
                terms.amountCents(),
                terms.currency(),
                terms.metadata(),
                failure,
                progress);
    }
}
