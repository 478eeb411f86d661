package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.TestCard;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints below {@code /v1/payment_methods}. Attaching never declines here; the real Stripe tries some cards when
 * they are attached.
 */
public final class PaymentMethods {
    private static final String CARD = "card";
    private static final String BANK = "us_bank_account";

    private PaymentMethods() {}

    /** {@code POST /v1/payment_methods}: a token or a test number. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(
                "type",
                "card[token]",
                "card[number]",
                "card[exp_month]",
                "card[exp_year]",
                "card[cvc]",
                "us_bank_account[account_number]",
                "us_bank_account[routing_number]",
                "us_bank_account[account_holder_type]",
                "us_bank_account[account_type]",
                "billing_details[name]",
                "billing_details[email]",
                "billing_details[phone]",
                Parameters.METADATA,
                Parameters.EXPANSIONS);
        String type = parameters.required("type");
        TestCard card = switch (type) {
            case CARD -> card(parameters);
            case BANK -> numbered(parameters, "us_bank_account[account_number]", true);
            default -> throw Parameters.invalid("payment_method_invalid_parameter", "Invalid type: " + type, "type");
        };
        var method = new PaymentMethod(draft.newId("pm"), draft.nowSeconds(), card, null, parameters.metadata());
        return Answer.shown(draft.put(method), parameters);
    }

    private static TestCard card(Parameters parameters) {
        if (parameters.text("card[number]") != null) {
            return numbered(parameters, "card[number]", false);
        }
        String token = parameters.required("card[token]");
        return TestCard.ofToken(token)
                .orElseThrow(
                        () -> Parameters.invalid("resource_missing", "No such token: '" + token + "'", "card[token]"));
    }

    private static TestCard numbered(Parameters parameters, String name, boolean bank) {
        String number = parameters.required(name).replace(" ", "");
        return TestCard.ofNumber(number, bank)
                .orElseThrow(() ->
                        Parameters.invalid("incorrect_number", "The number is none of Stripe's test numbers.", name));
    }

    /** {@code GET /v1/payment_methods/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(PaymentMethod.class, id), parameters);
        };
    }

    /** {@code POST /v1/payment_methods/{id}}: metadata only. */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.METADATA, Parameters.EXPANSIONS);
            PaymentMethod old = draft.existing(PaymentMethod.class, id);
            PaymentMethod method = old.withMetadata(parameters.metadataOver(old.metadata()));
            return Answer.shown(draft.put(method, "payment_method.updated"), parameters);
        };
    }

    /** {@code POST /v1/payment_methods/{id}/attach}; a {@code pm_card_…} becomes a method of its own. */
    public static Operation attach(String id) {
        return (draft, parameters) -> {
            parameters.allow("customer", Parameters.EXPANSIONS);
            parameters.required("customer");
            PaymentMethod method = TestCard.ofPaymentMethod(id).isPresent()
                    ? resolve(draft, id, "id")
                    : draft.existing(PaymentMethod.class, id);
            String customer = Customers.named(draft, parameters);
            requireFreeFor(method, customer, "id");
            return Answer.shown(attach(draft, method, String.valueOf(customer)), parameters);
        };
    }

    static PaymentMethod attach(Draft draft, PaymentMethod method, String customer) {
        return draft.put(method.ofCustomer(customer), "payment_method.attached");
    }

    /** {@code POST /v1/payment_methods/{id}/detach}. */
    public static Operation detach(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            PaymentMethod method = draft.existing(PaymentMethod.class, id).ofCustomer(null);
            return Answer.shown(draft.put(method, "payment_method.detached"), parameters);
        };
    }

    /** {@code GET /v1/payment_methods}. */
    public static Answer list(Draft draft, Parameters parameters) {
        parameters.allow(Pages.allowed("customer", "type"));
        return list(draft, parameters, Customers.named(draft, parameters), "/v1/payment_methods");
    }

    /** {@code GET /v1/customers/{id}/payment_methods}. */
    public static Operation listOfCustomer(String customer) {
        return (draft, parameters) -> {
            parameters.allow(Pages.allowed("type"));
            String id = draft.existing(Customer.class, customer).id();
            return list(draft, parameters, id, "/v1/customers/" + id + "/payment_methods");
        };
    }

    private static Answer list(Draft draft, Parameters parameters, @Nullable String customer, String url) {
        String type = parameters.oneOf("type", CARD, BANK);
        return Pages.page(
                draft,
                parameters,
                url,
                PaymentMethod.class,
                method -> customer != null
                        && customer.equals(method.customer())
                        && (type == null || type.equals(method.card().type())));
    }

    /** The method a parameter names. A {@code pm_card_…} is copied to a new one. */
    static PaymentMethod resolve(Draft draft, String id, String parameter) {
        Optional<TestCard> card = TestCard.ofPaymentMethod(id);
        return card.isPresent()
                ? draft.put(new PaymentMethod(draft.newId("pm"), draft.nowSeconds(), card.get(), null, Map.of()))
                : draft.required(PaymentMethod.class, id, parameter);
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
