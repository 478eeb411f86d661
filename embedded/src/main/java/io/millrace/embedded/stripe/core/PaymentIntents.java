package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.core.Attempts.Presence;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentIntent.Status;
import io.millrace.embedded.stripe.model.PaymentIntent.Terms;
import io.millrace.embedded.stripe.model.PaymentMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/payment_intents}. */
public final class PaymentIntents {
    static final String METHOD = "payment_method";
    private static final String CONFIRM = "confirm";
    private static final String OFF_SESSION = "off_session";
    private static final String ERROR_ON_ACTION = "error_on_requires_action";

    private PaymentIntents() {}

    /** {@code POST /v1/payment_intents}. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(
                "amount",
                "currency",
                "customer",
                METHOD,
                "payment_method_types[]",
                "automatic_payment_methods[enabled]",
                "automatic_payment_methods[allow_redirects]",
                "capture_method",
                CONFIRM,
                OFF_SESSION,
                ERROR_ON_ACTION,
                "return_url",
                "mandate_data[*]",
                "mandate_data[customer_acceptance][*]",
                "description",
                "receipt_email",
                "setup_future_usage",
                "statement_descriptor_suffix",
                Parameters.METADATA,
                Parameters.EXPANSIONS);
        Terms terms = terms(draft, parameters);
        Presence presence = presence(parameters);
        if (presence.offSession() && !parameters.flag(CONFIRM)) {
            throw Parameters.invalid(
                    "parameter_invalid", "off_session may only be used when confirm is true.", OFF_SESSION);
        }
        String methodId = parameters.text(METHOD);
        PaymentMethod method = methodId == null ? null : method(draft, terms, methodId);
        PaymentIntent.Progress untried = PaymentIntent.Progress.untried(method == null ? null : method.id());
        var intent = new PaymentIntent(draft.newId("pi"), draft.nowSeconds(), terms, untried);
        draft.put(intent, "payment_intent.created");
        return parameters.flag(CONFIRM)
                ? tried(draft, parameters, intent, method, presence)
                : Answer.shown(intent, parameters);
    }

    private static Terms terms(Draft draft, Parameters parameters) {
        long cents = parameters.requiredInteger("amount");
        String currency = Currencies.read(parameters, "currency");
        String capture = parameters.oneOf("capture_method", "automatic", "automatic_async", "manual");
        return new Terms(
                Currencies.amountCents(cents, currency),
                currency,
                Customers.named(draft, parameters),
                types(parameters, currency),
                parameters.text("description"),
                parameters.text("receipt_email"),
                parameters.oneOf("setup_future_usage", "off_session", "on_session"),
                parameters.text("statement_descriptor_suffix"),
                parameters.metadata(),
                "manual".equals(capture));
    }

    /** Those named, or all there are for the currency. */
    static List<String> types(Parameters parameters, String currency) {
        List<String> named = parameters.list("payment_method_types");
        if (!named.isEmpty()) {
            return named;
        }
        return currency.equals("usd") ? List.of("card", "us_bank_account") : List.of("card");
    }

    private static Presence presence(Parameters parameters) {
        String offSession = parameters.oneOf(OFF_SESSION, "true", "false", "one_off", "recurring");
        return new Presence(offSession != null && !offSession.equals("false"), parameters.flag(ERROR_ON_ACTION));
    }

    private static PaymentMethod method(Draft draft, Terms terms, String id) {
        PaymentMethod method = PaymentMethods.resolve(draft, id, METHOD);
        PaymentMethods.requireFreeFor(method, terms.customer(), METHOD);
        if (!terms.paymentMethodTypes().contains(method.card().type())) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "payment_intent_invalid_parameter",
                    "The PaymentMethod provided (" + method.card().type()
                            + ") is not allowed for this PaymentIntent (expected: one of "
                            + String.join(", ", terms.paymentMethodTypes()) + ").",
                    METHOD));
        }
        return method;
    }

    private static Answer tried(
            Draft draft,
            Parameters parameters,
            PaymentIntent intent,
            @Nullable PaymentMethod method,
            Presence presence) {
        if (method == null) {
            throw StripeRefusal.inExecution(StripeError.unexpectedState(
                    "You cannot confirm this PaymentIntent because it's missing a payment method.", intent));
        }
        return answered(Attempts.attempt(draft, intent, method, presence), parameters);
    }

    private static Answer answered(PaymentIntent tried, Parameters parameters) {
        PaymentIntent.Decline decline = tried.progress().decline();
        return decline == null
                ? Answer.shown(tried, parameters)
                : new Answer.Refused(StripeError.declined(tried, decline));
    }

    /** {@code POST /v1/payment_intents/{id}}: other terms, as long as nothing is under way. */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            parameters.allow(
                    "amount",
                    "customer",
                    METHOD,
                    "description",
                    "receipt_email",
                    "setup_future_usage",
                    Parameters.METADATA,
                    Parameters.EXPANSIONS);
            PaymentIntent old = draft.existing(PaymentIntent.class, id);
            if (parameters.text("amount") != null || parameters.text("customer") != null || methodGiven(parameters)) {
                require(old, "update", Status::confirmable);
            }
            PaymentIntent changed = old.withTerms(newer(draft, parameters, old.terms()));
            String methodId = parameters.text(METHOD);
            if (methodId != null) {
                PaymentMethod method = method(draft, changed.terms(), methodId);
                changed = changed.with(PaymentIntent.Progress.untried(method.id()));
            }
            return Answer.shown(draft.put(changed), parameters);
        };
    }

    private static boolean methodGiven(Parameters parameters) {
        return parameters.text(METHOD) != null;
    }

    private static Terms newer(Draft draft, Parameters parameters, Terms old) {
        String customer = Customers.named(draft, parameters);
        long cents = parameters.integer("amount").orElse(old.amountCents());
        return new Terms(
                Currencies.amountCents(cents, old.currency()),
                old.currency(),
                customer == null ? old.customer() : customer,
                old.paymentMethodTypes(),
                parameters.newer("description", old.description()),
                parameters.newer("receipt_email", old.receiptEmail()),
                parameters.newer("setup_future_usage", old.setupFutureUsage()),
                old.statementDescriptorSuffix(),
                parameters.metadataOver(old.metadata()),
                old.manualCapture());
    }

    /** {@code GET /v1/payment_intents/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow("client_secret", Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(PaymentIntent.class, id), parameters);
        };
    }

    /** {@code GET /v1/payment_intents}. */
    public static Operation list() {
        return Pages.of(
                "/v1/payment_intents",
                PaymentIntent.class,
                new Pages.By<>("customer", intent -> intent.terms().customer()));
    }

    /** {@code POST /v1/payment_intents/{id}/confirm}: one attempt, which the card decides. */
    public static Operation confirm(String id) {
        return (draft, parameters) -> {
            parameters.allow(
                    METHOD,
                    OFF_SESSION,
                    "return_url",
                    ERROR_ON_ACTION,
                    "mandate_data[*]",
                    "mandate_data[customer_acceptance][*]",
                    Parameters.EXPANSIONS);
            Presence presence = presence(parameters);
            PaymentIntent intent = draft.existing(PaymentIntent.class, id);
            require(intent, "confirm", Status::confirmable);
            String given = parameters.text(METHOD);
            String methodId = given == null ? intent.progress().paymentMethod() : given;
            PaymentMethod method = methodId == null ? null : method(draft, intent.terms(), methodId);
            return tried(draft, parameters, intent, method, presence);
        };
    }

    /** {@code POST /v1/payment_intents/{id}/capture}: takes what is held, or a part of it. */
    public static Operation capture(String id) {
        return (draft, parameters) -> {
            parameters.allow("amount_to_capture", Parameters.EXPANSIONS);
            PaymentIntent intent = draft.existing(PaymentIntent.class, id);
            require(intent, "capture", status -> status == Status.REQUIRES_CAPTURE);
            long cents = parameters.positive("amount_to_capture", intent.terms().amountCents());
            if (cents > intent.terms().amountCents()) {
                throw StripeRefusal.inExecution(StripeError.invalid(
                        "amount_too_large",
                        "The requested capture amount is greater than the amount you can capture.",
                        "amount_to_capture"));
            }
            Charge held = latestCharge(draft, intent);
            String transaction = Balance.in(draft, held.id(), cents, held.currency(), false);
            draft.put(held.with(Charge.Progress.paid(cents, transaction)), "charge.captured");
            return Answer.shown(draft.put(intent.captured(cents), "payment_intent.succeeded"), parameters);
        };
    }

    private static Charge latestCharge(Draft draft, PaymentIntent intent) {
        return draft.existing(Charge.class, String.valueOf(intent.progress().latestCharge()));
    }

    /** {@code POST /v1/payment_intents/{id}/cancel}: what is held is let go. */
    public static Operation cancel(String id) {
        return (draft, parameters) -> {
            parameters.allow("cancellation_reason", Parameters.EXPANSIONS);
            String reason = parameters.oneOf(
                    "cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned");
            PaymentIntent intent = draft.existing(PaymentIntent.class, id);
            require(intent, "cancel", Status::cancelable);
            if (intent.progress().status() == Status.REQUIRES_CAPTURE) {
                Charge held = latestCharge(draft, intent);
                draft.put(held.refunded(held.amountCents()), "charge.refunded");
            }
            PaymentIntent canceled = intent.canceled(draft.nowSeconds(), reason);
            return Answer.shown(draft.put(canceled, "payment_intent.canceled"), parameters);
        };
    }

    /** {@code GET /v1/charges/{id}}. */
    public static Operation retrieveCharge(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Charge.class, id), parameters);
        };
    }

    /** {@code GET /v1/charges}. */
    public static Operation listCharges() {
        return Pages.of(
                "/v1/charges",
                Charge.class,
                new Pages.By<>("customer", Charge::customer),
                new Pages.By<>("payment_intent", Charge::paymentIntent));
    }

    /** A condition on the state. */
    private interface Allowed {
        boolean in(Status status);
    }

    private static void require(PaymentIntent intent, String verb, Allowed allowed) {
        Status status = intent.progress().status();
        if (!allowed.in(status)) {
            String names = Arrays.stream(Status.values())
                    .filter(allowed::in)
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw StripeRefusal.inExecution(StripeError.unexpectedState(
                    "You cannot " + verb + " this PaymentIntent because it has a status of " + status.wireName()
                            + " (expected: one of " + names + ").",
                    intent));
        }
    }
}
