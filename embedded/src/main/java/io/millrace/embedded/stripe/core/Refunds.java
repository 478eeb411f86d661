package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.Refund;
import io.millrace.embedded.stripe.model.Refund.Status;
import io.millrace.embedded.stripe.model.TestCard;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/refunds}, and what becomes of a refund later. */
public final class Refunds {
    private static final String CHARGE = "charge";
    private static final String INTENT = "payment_intent";

    private Refunds() {}

    /** {@code POST /v1/refunds}: of what is left of a charge, or a part of it. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(CHARGE, INTENT, "amount", "reason", Parameters.METADATA, Parameters.EXPANSIONS);
        String reason = parameters.oneOf("reason", "duplicate", "fraudulent", "requested_by_customer");
        Charge charge = refundable(charge(draft, parameters));
        long cents = parameters.positive("amount", charge.refundableCents());
        if (cents > charge.refundableCents()) {
            throw refused(
                    null,
                    "Refund amount (" + Currencies.text(cents, charge.currency())
                            + ") is greater than unrefunded amount on charge ("
                            + Currencies.text(charge.refundableCents(), charge.currency()) + ")",
                    "amount");
        }
        String id = draft.newId("re");
        BalanceTransaction.Type type =
                charge.card().bank() ? BalanceTransaction.Type.PAYMENT_REFUND : BalanceTransaction.Type.REFUND;
        boolean later =
                charge.card() == TestCard.REFUND_PENDING || charge.card().bank();
        var refund = new Refund(
                id,
                draft.nowSeconds(),
                charge.id(),
                charge.paymentIntent(),
                cents,
                charge.currency(),
                reason,
                parameters.metadata(),
                later ? Status.PENDING : Status.SUCCEEDED,
                Balance.of(draft, charge, type, id, -cents, 0),
                null);
        draft.put(refund, "refund.created");
        draft.put(charge.refunded(cents), "charge.refunded");
        return Answer.shown(refund, parameters);
    }

    private static Charge charge(Draft draft, Parameters parameters) {
        Charge charge = draft.named(Charge.class, parameters, CHARGE);
        PaymentIntent intent = draft.named(PaymentIntent.class, parameters, INTENT);
        if (charge != null && intent == null) {
            return charge;
        }
        if (charge != null || intent == null) {
            throw Parameters.invalid(
                    "parameter_missing",
                    "One of the following params should be provided: payment_intent or charge.",
                    CHARGE);
        }
        String latest = intent.progress().latestCharge();
        return draft.find(Charge.class, latest == null ? "" : latest)
                .filter(Charge::captured)
                .orElseThrow(() -> StripeRefusal.inExecution(StripeError.unexpectedState(
                        "This PaymentIntent (" + intent.id() + ") does not have a successful charge to refund.",
                        intent)));
    }

    private static Charge refundable(Charge charge) {
        if (!charge.captured()) {
            throw refused("charge_not_refundable", "Charge " + charge.id() + " was not captured.", CHARGE);
        }
        if (charge.progress().disputed()) {
            throw refused("charge_disputed", "Charge " + charge.id() + " has been charged back.", CHARGE);
        }
        if (charge.refundableCents() == 0) {
            throw refused("charge_already_refunded", "Charge " + charge.id() + " has already been refunded.", CHARGE);
        }
        return charge;
    }

    private static StripeRefusal refused(@Nullable String code, String message, String param) {
        return StripeRefusal.inExecution(new StripeError(400, StripeError.INVALID_REQUEST, code, message, param, null));
    }

    /** {@code GET /v1/refunds/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Refund.class, id), parameters);
        };
    }

    /** {@code POST /v1/refunds/{id}}: metadata only. */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.METADATA, Parameters.EXPANSIONS);
            Refund old = draft.existing(Refund.class, id);
            Refund changed = old.withMetadata(parameters.metadataOver(old.metadata()));
            return Answer.shown(draft.put(changed, "refund.updated"), parameters);
        };
    }

    /** {@code GET /v1/refunds}. */
    public static Operation list() {
        return Pages.of(
                "/v1/refunds",
                Refund.class,
                new Pages.By<>(CHARGE, Refund::charge),
                new Pages.By<>(INTENT, Refund::paymentIntent));
    }

    /** A pending refund arrives. */
    static Refund succeed(Draft draft, Refund refund) {
        return tell(draft, refund.succeeded(), "refund.updated");
    }

    /** A refund cannot be delivered: the money is the seller's again, and can be refunded again. */
    static Refund fail(Draft draft, Refund refund) {
        Charge charge = draft.existing(Charge.class, refund.charge());
        String transaction =
                Balance.of(draft, charge, BalanceTransaction.Type.REFUND_FAILURE, refund.id(), refund.amountCents(), 0);
        draft.put(charge.refunded(-refund.amountCents()), "charge.updated");
        return tell(draft, refund.failed(transaction), "refund.failed");
    }

    private static Refund tell(Draft draft, Refund refund, String type) {
        draft.event("charge.refund.updated", refund);
        return draft.put(refund, type);
    }
}
