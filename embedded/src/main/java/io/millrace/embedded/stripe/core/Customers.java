package io.millrace.embedded.stripe.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/customers}. */
public final class Customers {
    private static final String DEFAULT_METHOD = "invoice_settings[default_payment_method]";

    private Customers() {}

    /** {@code POST /v1/customers}. */
    public static Outcome create(StripeState state, Parameters parameters, long nowSeconds) {
        allowFields(parameters);
        Map<String, String> metadata = parameters.metadata();
        String id = state.newId("cus", 0);
        var changed = new ArrayList<StripeObject>();
        String method = parameters.text("payment_method");
        if (method != null) {
            changed.add(PaymentMethods.resolve(state, method, nowSeconds, 1).ofCustomer(id));
        }
        var customer = new Customer(
                id,
                nowSeconds,
                parameters.text("name"),
                parameters.text("email"),
                parameters.text("phone"),
                parameters.text("description"),
                parameters.text(DEFAULT_METHOD),
                metadata);
        changed.add(customer);
        return new Outcome(List.copyOf(changed), new Outcome.Shown(customer, Expansion.of(parameters)));
    }

    /** {@code POST /v1/customers/{id}}: what is given replaces what was. */
    public static Operation update(String id) {
        return (state, parameters, nowSeconds) -> {
            allowFields(parameters);
            Customer old = existing(state, id);
            var metadata = new LinkedHashMap<>(old.metadata());
            metadata.putAll(parameters.metadata());
            var customer = new Customer(
                    old.id(),
                    old.createdSeconds(),
                    newer(parameters, "name", old.name()),
                    newer(parameters, "email", old.email()),
                    newer(parameters, "phone", old.phone()),
                    newer(parameters, "description", old.description()),
                    newer(parameters, DEFAULT_METHOD, old.defaultPaymentMethod()),
                    metadata);
            return new Outcome(List.of(customer), new Outcome.Shown(customer, Expansion.of(parameters)));
        };
    }

    /** {@code GET /v1/customers/{id}}. */
    public static Operation retrieve(String id) {
        return (state, parameters, nowSeconds) -> {
            parameters.allow(Expansion.PARAMETER);
            return Outcome.shown(existing(state, id), parameters);
        };
    }

    private static void allowFields(Parameters parameters) {
        parameters.allow(
                "name",
                "email",
                "phone",
                "description",
                "payment_method",
                "invoice_settings",
                "metadata",
                Expansion.PARAMETER);
    }

    private static @Nullable String newer(Parameters parameters, String name, @Nullable String old) {
        String given = parameters.text(name);
        return given == null ? old : given;
    }

    private static Customer existing(StripeState state, String id) {
        return state.find(Customer.class, id)
                .orElseThrow(() -> StripeRefusal.inExecution(StripeError.missing("No such customer: '" + id + "'")));
    }

    /** The customer a parameter names, if it does. */
    static @Nullable String named(StripeState state, Parameters parameters) {
        String id = parameters.text("customer");
        if (id != null && state.find(Customer.class, id).isEmpty()) {
            throw StripeRefusal.inExecution(
                    StripeError.invalid("resource_missing", "No such customer: '" + id + "'", "customer"));
        }
        return id;
    }
}
