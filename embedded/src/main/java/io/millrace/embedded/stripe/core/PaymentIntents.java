package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.core.PaymentIntent.Status;
import io.millrace.embedded.stripe.core.PaymentIntent.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints below {@code /v1/payment_intents}, for cards in USD that are captured at once. Create and confirm are two
 * calls; a card that wants authentication is declined, also with its owner present.
 */
public final class PaymentIntents {
    private static final long AMOUNT_CENTS_MIN = 50;
    private static final long AMOUNT_CENTS_MAX = 99_999_999;
    private static final String METHOD = "payment_method";

    private PaymentIntents() {}

    /** {@code POST /v1/payment_intents}. */
    public static Outcome create(StripeState state, Parameters parameters, long nowSeconds) {
        parameters.allow(
                "amount",
                "currency",
                "customer",
                METHOD,
                "payment_method_types",
                "automatic_payment_methods",
                "capture_method",
                "confirm",
                "description",
                "receipt_email",
                "setup_future_usage",
                "statement_descriptor_suffix",
                "metadata",
                Expansion.PARAMETER);
        refuseUnsupported(parameters);
        long amountCents = amountCents(parameters);
        String currency = currency(parameters);
        Terms terms = terms(state, parameters, amountCents, currency);
        String id = state.newId("pi", 0);
        var changed = new ArrayList<StripeObject>();
        String methodId = parameters.text(METHOD);
        PaymentMethod method = methodId == null ? null : PaymentMethods.resolve(state, methodId, nowSeconds, 1);
        if (method != null) {
            PaymentMethods.requireFreeFor(method, terms.customer(), METHOD);
            changed.add(method);
        }
        PaymentIntent intent = PaymentIntent.created(id, nowSeconds, terms, method == null ? null : method.id());
        changed.add(intent);
        return new Outcome(List.copyOf(changed), new Outcome.Shown(intent, Expansion.of(parameters)));
    }

    private static Terms terms(StripeState state, Parameters parameters, long amountCents, String currency) {
        List<String> types = parameters.list("payment_method_types");
        return new Terms(
                amountCents,
                currency,
                Customers.named(state, parameters),
                types.isEmpty() ? List.of("card") : types,
                parameters.text("description"),
                parameters.text("receipt_email"),
                parameters.text("setup_future_usage"),
                parameters.text("statement_descriptor_suffix"),
                parameters.metadata());
    }

    private static void refuseUnsupported(Parameters parameters) {
        if (parameters.flag("confirm")) {
            throw Parameters.invalid(
                    "parameter_invalid",
                    "This stand-in confirms in a call of its own: confirm must be false.",
                    "confirm");
        }
        String capture = parameters.text("capture_method");
        if (capture != null && !capture.startsWith("automatic")) {
            throw Parameters.invalid(
                    "parameter_invalid",
                    "This stand-in captures at once: capture_method must be automatic.",
                    "capture_method");
        }
    }

    private static long amountCents(Parameters parameters) {
        parameters.required("amount");
        long cents = parameters.integer("amount").orElseThrow();
        if (cents < 1) {
            throw Parameters.invalid("parameter_invalid_integer", "Invalid positive integer", "amount");
        }
        if (cents < AMOUNT_CENTS_MIN) {
            throw StripeRefusal.inExecution(
                    StripeError.invalid("amount_too_small", "Amount must be at least $0.50 usd", "amount"));
        }
        if (cents > AMOUNT_CENTS_MAX) {
            throw StripeRefusal.inExecution(
                    StripeError.invalid("amount_too_large", "Amount must be no more than $999,999.99", "amount"));
        }
        return cents;
    }

    private static String currency(Parameters parameters) {
        String currency = parameters.required("currency").toLowerCase(Locale.ROOT);
        if (!currency.equals("usd")) {
            throw Parameters.invalid("parameter_invalid_string", "Invalid currency: " + currency, "currency");
        }
        return currency;
    }

    /** {@code GET /v1/payment_intents/{id}}. */
    public static Operation retrieve(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow("client_secret", Expansion.PARAMETER);
            return Outcome.shown(existing(state, id), parameters);
        };
    }

    /** {@code POST /v1/payment_intents/{id}/confirm}: one charge, which the card decides. */
    public static Operation confirm(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow(METHOD, "off_session", "return_url", "error_on_requires_action", Expansion.PARAMETER);
            parameters.flag("off_session");
            parameters.flag("error_on_requires_action");
            var expansions = Expansion.of(parameters);
            PaymentIntent intent = existing(state, id);
            requireOpen(intent, "confirm");
            PaymentMethod method = methodToCharge(state, intent, parameters.text(METHOD), nowSeconds);
            Charge charge = charge(state, intent, method, nowSeconds);
            PaymentIntent charged = intent.charged(charge);
            List<StripeObject> changed = List.of(method, charge, charged);
            return charge.card().paid()
                    ? new Outcome(changed, new Outcome.Shown(charged, expansions))
                    : new Outcome(changed, new Outcome.Refused(StripeError.declined(charged, charge.card())));
        };
    }

    private static PaymentMethod methodToCharge(
            StripeState state, PaymentIntent intent, @Nullable String given, long nowSeconds) {
        String methodId = given == null ? intent.progress().paymentMethod() : given;
        if (methodId == null) {
            throw StripeRefusal.inExecution(StripeError.unexpectedState(
                    "You cannot confirm this PaymentIntent because it's missing a payment method.", intent));
        }
        PaymentMethod method = PaymentMethods.resolve(state, methodId, nowSeconds, 1);
        PaymentMethods.requireFreeFor(method, intent.terms().customer(), METHOD);
        return method;
    }

    private static Charge charge(StripeState state, PaymentIntent intent, PaymentMethod method, long nowSeconds) {
        Terms terms = intent.terms();
        return new Charge(
                state.newId("ch", 0),
                nowSeconds,
                intent.id(),
                method.id(),
                terms.customer(),
                method.card(),
                terms.amountCents(),
                terms.currency(),
                terms.metadata());
    }

    /** {@code POST /v1/payment_intents/{id}/cancel}. */
    public static Operation cancel(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow("cancellation_reason", Expansion.PARAMETER);
            PaymentIntent intent = existing(state, id);
            requireOpen(intent, "cancel");
            PaymentIntent canceled = intent.canceled(nowSeconds, parameters.text("cancellation_reason"));
            return new Outcome(List.of(canceled), new Outcome.Shown(canceled, Expansion.of(parameters)));
        };
    }

    /** {@code GET /v1/charges/{id}}. */
    public static Operation retrieveCharge(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow(Expansion.PARAMETER);
            return Outcome.shown(
                    state.find(Charge.class, id)
                            .orElseThrow(() ->
                                    StripeRefusal.inExecution(StripeError.missing("No such charge: '" + id + "'"))),
                    parameters);
        };
    }

    private static PaymentIntent existing(StripeState state, String id) {
        return state.find(PaymentIntent.class, id)
                .orElseThrow(
                        () -> StripeRefusal.inExecution(StripeError.missing("No such payment_intent: '" + id + "'")));
    }

    private static void requireOpen(PaymentIntent intent, String verb) {
        Status status = intent.progress().status();
        if (!status.open()) {
            throw StripeRefusal.inExecution(StripeError.unexpectedState(
                    "You cannot " + verb + " this PaymentIntent because it has a status of " + status.wireName()
                            + ". Only a PaymentIntent with one of the following statuses may be " + verb
                            + "ed: requires_payment_method, requires_confirmation.",
                    intent));
        }
    }
}
