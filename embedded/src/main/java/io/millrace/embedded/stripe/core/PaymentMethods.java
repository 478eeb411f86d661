package io.millrace.embedded.stripe.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints below {@code /v1/payment_methods}. Attaching never declines here; the real Stripe tries some cards when
 * they are attached.
 */
public final class PaymentMethods {
    private PaymentMethods() {}

    /** {@code POST /v1/payment_methods} with {@code type=card} and {@code card[token]=tok_…}. */
    public static Outcome create(StripeState state, Parameters parameters, long nowSeconds) {
        parameters.allow("type", "card", "metadata", Expansion.PARAMETER);
        String type = parameters.required("type");
        if (!type.equals("card")) {
            throw Parameters.invalid("payment_method_invalid_parameter", "Invalid type: " + type, "type");
        }
        String token = parameters.required("card[token]");
        TestCard card = TestCard.ofToken(token)
                .orElseThrow(
                        () -> Parameters.invalid("resource_missing", "No such token: '" + token + "'", "card[token]"));
        var method = new PaymentMethod(state.newId("pm", 0), nowSeconds, card, null, parameters.metadata());
        return changed(method, parameters);
    }

    /** {@code GET /v1/payment_methods/{id}}. */
    public static Operation retrieve(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow(Expansion.PARAMETER);
            return Outcome.shown(existing(state, id), parameters);
        };
    }

    /** {@code POST /v1/payment_methods/{id}/attach}; a {@code pm_card_…} becomes a method of its own. */
    public static Operation attach(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow("customer", Expansion.PARAMETER);
            parameters.required("customer");
            PaymentMethod method =
                    TestCard.ofPaymentMethod(id).isPresent() ? resolve(state, id, nowSeconds, 0) : existing(state, id);
            String customer = Customers.named(state, parameters);
            requireFreeFor(method, customer, "id");
            return changed(method.ofCustomer(customer), parameters);
        };
    }

    /** {@code POST /v1/payment_methods/{id}/detach}. */
    public static Operation detach(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow(Expansion.PARAMETER);
            return changed(existing(state, id).ofCustomer(null), parameters);
        };
    }

    private static Outcome changed(PaymentMethod method, Parameters parameters) {
        return new Outcome(List.of(method), new Outcome.Shown(method, Expansion.of(parameters)));
    }

    private static PaymentMethod existing(StripeState state, String id) {
        return state.find(PaymentMethod.class, id)
                .orElseThrow(
                        () -> StripeRefusal.inExecution(StripeError.missing("No such PaymentMethod: '" + id + "'")));
    }

    /**
     * The method a parameter names. A {@code pm_card_…} is copied to a new one.
     *
     * @param further how many new ids the request takes before this one
     */
    static PaymentMethod resolve(StripeState state, String id, long nowSeconds, int further) {
        return TestCard.ofPaymentMethod(id)
                .map(card -> new PaymentMethod(state.newId("pm", further), nowSeconds, card, null, Map.of()))
                .or(() -> state.find(PaymentMethod.class, id))
                .orElseThrow(() -> StripeRefusal.inExecution(StripeError.invalid(
                        "resource_missing", "No such PaymentMethod: '" + id + "'", "payment_method")));
    }

    /** Refuses the card of one customer for the payment of another. */
    static void requireFreeFor(PaymentMethod method, @Nullable String customer, String param) {
        if (method.customer() != null && !method.customer().equals(customer)) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "payment_method_unexpected_state",
                    "The PaymentMethod " + method.id() + " belongs to the Customer " + method.customer()
                            + ", and cannot be used with another or without one.",
                    param));
        }
    }
}
