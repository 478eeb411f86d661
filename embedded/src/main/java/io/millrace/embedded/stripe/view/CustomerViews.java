package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.TestCard;

/** Customers and payment methods. */
final class CustomerViews {
    private static final String DEFAULT_METHOD = "default_payment_method";

    private CustomerViews() {}

    static ObjectNode customer(Customer customer, References references) {
        if (customer.deleted()) {
            return Nodes.object()
                    .put("id", customer.id())
                    .put("object", "customer")
                    .put("deleted", true);
        }
        ObjectNode node = Nodes.header(customer, "customer");
        node.put("name", customer.name()).put("email", customer.email()).put("phone", customer.phone());
        node.put("description", customer.description()).put("balance", 0).put("delinquent", false);
        node.put("invoice_prefix", "MILLRACE");
        ObjectNode invoices = node.putObject("invoice_settings");
        references.put(invoices, DEFAULT_METHOD, customer.defaultPaymentMethod(), "invoice_settings." + DEFAULT_METHOD);
        Nodes.nulls(invoices, "custom_fields", "footer", "rendering_options");
        node.put("tax_exempt", "none").putArray("preferred_locales");
        if (customer.country() == null) {
            node.putNull("address");
        } else {
            Nodes.nulls(
                    node.putObject("address").put("country", customer.country()),
                    "city",
                    "line1",
                    "line2",
                    "postal_code",
                    "state");
        }
        Nodes.nulls(node, "currency", "default_source", "discount", "shipping", "test_clock");
        return Nodes.withMetadata(node, customer.metadata());
    }

    static ObjectNode paymentMethod(PaymentMethod method, References references) {
        String type = method.card().type();
        ObjectNode node = Nodes.header(method, "payment_method").put("type", type);
        references.put(node, "customer", method.customer());
        node.put("allow_redisplay", "unspecified");
        ObjectNode details = details(method.card());
        if (!method.card().bank()) {
            details.putObject("networks")
                    .putNull("preferred")
                    .putArray("available")
                    .add(method.card().brand());
        }
        node.set(type, details);
        node.putObject("billing_details")
                .putNull("address")
                .putNull("email")
                .putNull("name")
                .putNull("phone");
        return Nodes.withMetadata(node, method.metadata());
    }

    /** Of a card or a bank account. */
    static ObjectNode details(TestCard card) {
        if (card.bank()) {
            return Nodes.object()
                    .put("account_holder_type", "individual")
                    .put("account_type", "checking")
                    .put("bank_name", "STRIPE TEST BANK")
                    .put("fingerprint", "fp" + card.last4())
                    .put("last4", card.last4())
                    .put("routing_number", "110000000");
        }
        return Nodes.object()
                .put("brand", card.brand())
                .put("last4", card.last4())
                .put("exp_month", 12)
                .put("exp_year", 2040)
                .put("country", "US")
                .put("fingerprint", "fp" + card.last4())
                .put("funding", "credit");
    }
}
