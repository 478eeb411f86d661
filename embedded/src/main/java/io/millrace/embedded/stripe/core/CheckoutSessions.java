package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.CheckoutSession.Line;
import io.millrace.embedded.stripe.model.CheckoutSession.Mode;
import io.millrace.embedded.stripe.model.CheckoutSession.PaymentStatus;
import io.millrace.embedded.stripe.model.CheckoutSession.Progress;
import io.millrace.embedded.stripe.model.CheckoutSession.Status;
import io.millrace.embedded.stripe.model.CheckoutSession.Terms;
import io.millrace.embedded.stripe.model.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/checkout/sessions}. Who pays on the page is {@link Checkout}. */
public final class CheckoutSessions {
    private static final long LIFETIME_SECONDS = 24 * 3600;
    private static final long LIFETIME_SECONDS_MIN = 30 * 60;
    private static final String ITEMS = "line_items";
    private static final String[] ALLOWED = {
        "mode",
        "customer",
        "customer_email",
        "customer_creation",
        "client_reference_id",
        "currency",
        "line_items[][price]",
        "line_items[][quantity]",
        "line_items[][price_data][currency]",
        "line_items[][price_data][unit_amount]",
        "line_items[][price_data][product_data][name]",
        "payment_method_types[]",
        "payment_intent_data[description]",
        "payment_intent_data[setup_future_usage]",
        "payment_intent_data[metadata][*]",
        "setup_intent_data[metadata][*]",
        "subscription_data[metadata][*]",
        "success_url",
        "cancel_url",
        "expires_at",
        Parameters.METADATA,
        Parameters.EXPANSIONS
    };

    private CheckoutSessions() {}

    /** {@code POST /v1/checkout/sessions}. What it pays with is made when it is paid. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(ALLOWED);
        Mode mode = mode(parameters);
        String customer = Customers.named(draft, parameters);
        List<Line> lines = lines(draft, parameters);
        if (lines.isEmpty() == (mode != Mode.SETUP)) {
            throw Parameters.invalid(
                    "parameter_missing", "line_items: " + lines.size() + " in mode " + mode.wireName(), ITEMS);
        }
        String id = draft.newId("cs_test");
        Terms terms = terms(draft, parameters, mode, customer, lines, draft.url("/hosted/checkout/" + id));
        if (mode == Mode.PAYMENT) {
            Currencies.amountCents(terms.amountCents(), String.valueOf(terms.currency()));
        }
        PaymentStatus payment = mode == Mode.SETUP ? PaymentStatus.NO_PAYMENT_REQUIRED : PaymentStatus.UNPAID;
        var progress = new Progress(Status.OPEN, payment, customer, null, null, null);
        var session = new CheckoutSession(id, draft.nowSeconds(), terms, parameters.metadata(), progress);
        return Answer.shown(draft.put(session), parameters);
    }

    private static Mode mode(Parameters parameters) {
        parameters.required("mode");
        String mode = String.valueOf(parameters.oneOf("mode", "payment", "setup", "subscription"));
        return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    private static Terms terms(
            Draft draft, Parameters parameters, Mode mode, @Nullable String customer, List<Line> lines, String url) {
        String currency = currency(draft, parameters, lines);
        return new Terms(
                mode,
                customer,
                parameters.text("customer_email"),
                parameters.text("client_reference_id"),
                currency,
                lines,
                PaymentIntents.types(parameters, currency == null ? "usd" : currency),
                parameters.text("payment_intent_data[setup_future_usage]"),
                ofPayment(parameters, mode),
                parameters.text("success_url"),
                parameters.text("cancel_url"),
                url,
                expiresAt(draft, parameters));
    }

    private static long expiresAt(Draft draft, Parameters parameters) {
        long now = draft.nowSeconds();
        long expiresAt = parameters.integer("expires_at").orElse(now + LIFETIME_SECONDS);
        if (expiresAt < now + LIFETIME_SECONDS_MIN || expiresAt > now + LIFETIME_SECONDS) {
            throw Parameters.invalid(
                    "parameter_invalid",
                    "expires_at: " + expiresAt + " (expected: 30 minutes to 24 hours from now)",
                    "expires_at");
        }
        return expiresAt;
    }

    private static Map<String, String> ofPayment(Parameters parameters, Mode mode) {
        return switch (mode) {
            case PAYMENT -> parameters.metadata("payment_intent_data[metadata]");
            case SETUP -> parameters.metadata("setup_intent_data[metadata]");
            case SUBSCRIPTION -> parameters.metadata("subscription_data[metadata]");
        };
    }

    private static @Nullable String currency(Draft draft, Parameters parameters, List<Line> lines) {
        if (lines.isEmpty()) {
            return parameters.text("currency");
        }
        String price = lines.get(0).price();
        if (price != null) {
            return draft.required(Price.class, price, ITEMS).currency();
        }
        String first = parameters.indexes(ITEMS).iterator().next();
        return Currencies.read(parameters, "line_items[" + first + "][price_data][currency]");
    }

    private static List<Line> lines(Draft draft, Parameters parameters) {
        var lines = new ArrayList<Line>();
        for (String index : parameters.indexes(ITEMS)) {
            String name = ITEMS + "[" + index + "]";
            long quantity = parameters.positive(name + "[quantity]", 1);
            String price = parameters.text(name + "[price]");
            if (price == null) {
                lines.add(new Line(
                        null,
                        parameters.required(name + "[price_data][product_data][name]"),
                        parameters.requiredInteger(name + "[price_data][unit_amount]"),
                        quantity));
            } else {
                Price known = draft.required(Price.class, price, name + "[price]");
                lines.add(new Line(price, known.product(), known.unitCents(), quantity));
            }
        }
        return List.copyOf(lines);
    }

    /** {@code GET /v1/checkout/sessions/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(CheckoutSession.class, id), parameters);
        };
    }

    /** {@code POST /v1/checkout/sessions/{id}/expire}. */
    public static Operation expire(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            CheckoutSession session = Checkout.requireOpen(draft.existing(CheckoutSession.class, id));
            return Answer.shown(Checkout.expire(draft, session), parameters);
        };
    }

    /** {@code GET /v1/checkout/sessions}. */
    public static Operation list() {
        return Pages.of(
                "/v1/checkout/sessions",
                CheckoutSession.class,
                new Pages.By<>("customer", session -> session.progress().customer()),
                new Pages.By<>("payment_intent", session -> session.progress().paymentIntent()),
                new Pages.By<>("subscription", session -> session.progress().subscription()),
                new Pages.By<>("status", session -> session.progress().status().wireName()));
    }
}
