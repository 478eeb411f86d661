package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.PaymentIntent.Decline;
import io.millrace.embedded.stripe.model.PaymentIntent.Reason;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.SetupIntent.Progress;
import io.millrace.embedded.stripe.model.SetupIntent.Status;
import io.millrace.embedded.stripe.model.TestCard.Behaviour;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/setup_intents}. */
public final class SetupIntents {
    static final Reason NOT_AUTHENTICATED = new Reason(
            "setup_intent_authentication_failure",
            null,
            "The latest attempt to set up the payment method has failed because authentication failed.");
    private static final String METHOD = "payment_method";

    private SetupIntents() {}

    /** {@code POST /v1/setup_intents}. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(
                "customer",
                METHOD,
                "payment_method_types[]",
                "automatic_payment_methods[enabled]",
                "automatic_payment_methods[allow_redirects]",
                "confirm",
                "return_url",
                "usage",
                "description",
                "mandate_data[*]",
                "mandate_data[customer_acceptance][*]",
                Parameters.METADATA,
                Parameters.EXPANSIONS);
        boolean confirm = parameters.flag("confirm");
        String usage = parameters.oneOf("usage", "off_session", "on_session");
        String customer = Customers.named(draft, parameters);
        PaymentMethod method = method(draft, customer, parameters.text(METHOD));
        var intent = new SetupIntent(
                draft.newId("seti"),
                draft.nowSeconds(),
                customer,
                parameters.text("description"),
                PaymentIntents.types(parameters, "usd"),
                usage == null ? "off_session" : usage,
                parameters.metadata(),
                untried(method));
        draft.put(intent, "setup_intent.created");
        return confirm ? tried(draft, parameters, intent, method) : Answer.shown(intent, parameters);
    }

    private static Progress untried(@Nullable PaymentMethod method) {
        return method == null
                ? new Progress(Status.REQUIRES_PAYMENT_METHOD, null, null, null, null)
                : new Progress(Status.REQUIRES_CONFIRMATION, method.id(), null, null, null);
    }

    private static @Nullable PaymentMethod method(Draft draft, @Nullable String customer, @Nullable String id) {
        if (id == null) {
            return null;
        }
        PaymentMethod method = PaymentMethods.resolve(draft, id, METHOD);
        PaymentMethods.requireFreeFor(method, customer, METHOD);
        return method;
    }

    /** {@code POST /v1/setup_intents/{id}/confirm}. */
    public static Operation confirm(String id) {
        return (draft, parameters) -> {
            parameters.allow(METHOD, "return_url", "mandate_data[*]", Parameters.EXPANSIONS);
            SetupIntent intent = draft.existing(SetupIntent.class, id);
            requireOpen(intent, "confirm");
            String given = parameters.text(METHOD);
            PaymentMethod method = method(
                    draft, intent.customer(), given == null ? intent.progress().paymentMethod() : given);
            return tried(draft, parameters, intent, method);
        };
    }

    private static Answer tried(
            Draft draft, Parameters parameters, SetupIntent intent, @Nullable PaymentMethod method) {
        if (method == null) {
            throw StripeRefusal.inExecution(StripeError.setupUnexpectedState(
                    "You cannot confirm this SetupIntent because it's missing a payment method.", intent));
        }
        if (method.card().behaviour() == Behaviour.DECLINES) {
            Decline decline = new Decline(null, method.id(), method.card(), null);
            return new Answer.Refused(StripeError.declined(fail(draft, intent, decline), decline));
        }
        if (method.card().behaviour() == Behaviour.ASKS_THE_OWNER) {
            String url = draft.url("/hosted/setup_intents/" + intent.id());
            SetupIntent waiting = intent.with(new Progress(Status.REQUIRES_ACTION, method.id(), null, url, null));
            return Answer.shown(draft.put(waiting, "setup_intent.requires_action"), parameters);
        }
        return Answer.shown(succeed(draft, intent, method), parameters);
    }

    static SetupIntent succeed(Draft draft, SetupIntent intent, PaymentMethod method) {
        Customers.keep(draft, intent, method);
        SetupIntent done = intent.with(new Progress(Status.SUCCEEDED, method.id(), null, null, null));
        return draft.put(done, "setup_intent.succeeded");
    }

    static SetupIntent fail(Draft draft, SetupIntent intent, Decline decline) {
        SetupIntent failed = intent.with(new Progress(Status.REQUIRES_PAYMENT_METHOD, null, decline, null, null));
        return draft.put(failed, "setup_intent.setup_failed");
    }

    /** {@code POST /v1/setup_intents/{id}/cancel}. */
    public static Operation cancel(String id) {
        return (draft, parameters) -> {
            parameters.allow("cancellation_reason", Parameters.EXPANSIONS);
            String reason = parameters.oneOf("cancellation_reason", "abandoned", "requested_by_customer", "duplicate");
            SetupIntent intent = draft.existing(SetupIntent.class, id);
            requireOpen(intent, "cancel");
            SetupIntent canceled =
                    intent.with(new Progress(Status.CANCELED, intent.progress().paymentMethod(), null, null, reason));
            return Answer.shown(draft.put(canceled, "setup_intent.canceled"), parameters);
        };
    }

    /** {@code GET /v1/setup_intents/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow("client_secret", Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(SetupIntent.class, id), parameters);
        };
    }

    /** {@code GET /v1/setup_intents}. */
    public static Operation list() {
        return Pages.of(
                "/v1/setup_intents",
                SetupIntent.class,
                new Pages.By<>("customer", SetupIntent::customer),
                new Pages.By<>(METHOD, intent -> intent.progress().paymentMethod()));
    }

    private static void requireOpen(SetupIntent intent, String verb) {
        Status status = intent.progress().status();
        if (!status.open()) {
            throw StripeRefusal.inExecution(StripeError.setupUnexpectedState(
                    "You cannot " + verb + " this SetupIntent because it has a status of " + status.wireName() + ".",
                    intent));
        }
    }
}
