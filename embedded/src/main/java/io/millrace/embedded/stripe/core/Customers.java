package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.SetupIntent;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/customers}. */
public final class Customers {
    private static final String DEFAULT_METHOD = "invoice_settings[default_payment_method]";
    private static final String COUNTRY = "address[country]";
    private static final String METHOD = "payment_method";

    private Customers() {}

    /** {@code POST /v1/customers}. */
    public static Answer create(Draft draft, Parameters parameters) {
        allowFields(parameters);
        var customer = new Customer(
                draft.newId("cus"),
                draft.nowSeconds(),
                parameters.text("name"),
                parameters.text("email"),
                parameters.text("phone"),
                parameters.text("description"),
                parameters.text(DEFAULT_METHOD),
                parameters.text(COUNTRY),
                parameters.metadata(),
                false);
        draft.put(customer, "customer.created");
        String method = parameters.text(METHOD);
        if (method != null) {
            PaymentMethods.attach(draft, PaymentMethods.resolve(draft, method, METHOD), customer.id());
        }
        return Answer.shown(customer, parameters);
    }

    /** {@code POST /v1/customers/{id}}: what is given replaces what was. */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            allowFields(parameters);
            Customer old = existing(draft, id);
            var customer = new Customer(
                    old.id(),
                    old.createdSeconds(),
                    parameters.newer("name", old.name()),
                    parameters.newer("email", old.email()),
                    parameters.newer("phone", old.phone()),
                    parameters.newer("description", old.description()),
                    defaultMethod(draft, parameters, old),
                    parameters.newer(COUNTRY, old.country()),
                    parameters.metadataOver(old.metadata()),
                    false);
            return Answer.shown(draft.put(customer, "customer.updated"), parameters);
        };
    }

    private static @Nullable String defaultMethod(Draft draft, Parameters parameters, Customer customer) {
        PaymentMethod method = draft.named(PaymentMethod.class, parameters, DEFAULT_METHOD);
        if (method != null && !customer.id().equals(method.customer())) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "resource_missing",
                    "The customer does not have a payment method with the ID " + method.id()
                            + ". The payment method must be attached to the customer.",
                    DEFAULT_METHOD));
        }
        return parameters.newer(DEFAULT_METHOD, customer.defaultPaymentMethod());
    }

    /** {@code GET /v1/customers/{id}}; a deleted one says so. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Customer.class, id), parameters);
        };
    }

    /** {@code DELETE /v1/customers/{id}}: its payment methods are detached. */
    public static Operation delete(String id) {
        return (draft, parameters) -> {
            parameters.allow();
            Customer deleted = existing(draft, id).asDeleted();
            for (PaymentMethod method : draft.newestFirst(PaymentMethod.class)) {
                if (id.equals(method.customer())) {
                    draft.put(method.ofCustomer(null), "payment_method.detached");
                }
            }
            return Answer.shown(draft.put(deleted, "customer.deleted"), parameters);
        };
    }

    /** {@code GET /v1/customers}. */
    public static Answer list(Draft draft, Parameters parameters) {
        parameters.allow(Pages.allowed("email"));
        String email = parameters.text("email");
        return Pages.page(
                draft,
                parameters,
                "/v1/customers",
                Customer.class,
                customer -> !customer.deleted() && (email == null || email.equals(customer.email())));
    }

    private static void allowFields(Parameters parameters) {
        parameters.allow(
                "name",
                "email",
                "phone",
                "description",
                METHOD,
                DEFAULT_METHOD,
                COUNTRY,
                Parameters.METADATA,
                Parameters.EXPANSIONS);
    }

    private static Customer existing(Draft draft, String id) {
        Customer customer = draft.existing(Customer.class, id);
        if (customer.deleted()) {
            throw StripeRefusal.inExecution(StripeError.missing("No such Customer: '" + id + "'"));
        }
        return customer;
    }

    /** The customer a parameter names, if it does. */
    static @Nullable String named(Draft draft, Parameters parameters) {
        Customer customer = draft.named(Customer.class, parameters, "customer");
        if (customer != null && customer.deleted()) {
            throw StripeRefusal.inExecution(
                    StripeError.invalid("resource_missing", "No such Customer: '" + customer.id() + "'", "customer"));
        }
        return customer == null ? null : customer.id();
    }

    /** Attaches what was set up, where there is somebody to attach it to. */
    static void keep(Draft draft, SetupIntent intent, PaymentMethod method) {
        String customer = intent.customer();
        if (customer != null && method.customer() == null) {
            PaymentMethods.attach(draft, method, customer);
        }
    }
}
