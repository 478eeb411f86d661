package io.millrace.embedded.stripe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.core.Charge;
import io.millrace.embedded.stripe.core.Customer;
import io.millrace.embedded.stripe.core.Expansion;
import io.millrace.embedded.stripe.core.Outcome.Listed;
import io.millrace.embedded.stripe.core.PaymentIntent;
import io.millrace.embedded.stripe.core.PaymentMethod;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.core.StripeObject;
import io.millrace.embedded.stripe.core.TestCard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects as the Stripe API shows them. */
final class StripeJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<String, @Nullable StripeObject> lookup;

    /** {@code lookup} finds what is shown inside of another object. */
    StripeJson(Function<String, @Nullable StripeObject> lookup) {
        this.lookup = lookup;
    }

    ObjectNode object(StripeObject object, Set<Expansion> expansions) {
        if (object instanceof Customer customer) {
            return customer(customer);
        }
        if (object instanceof PaymentMethod method) {
            return paymentMethod(method);
        }
        if (object instanceof Charge charge) {
            return charge(charge);
        }
        return paymentIntent((PaymentIntent) object, expansions);
    }

    ObjectNode page(Listed listed) {
        ObjectNode node = JSON.createObjectNode().put("object", "list");
        ArrayNode data = node.putArray("data");
        listed.page().forEach(intent -> data.add(paymentIntent(intent, listed.expansions())));
        return node.put("has_more", listed.hasMore()).put("url", "/v1/payment_intents");
    }

    ObjectNode error(StripeError error) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode node = body.putObject("error").put("type", error.type());
        putIfPresent(node, "code", error.code());
        putIfPresent(node, "param", error.param());
        node.put("message", error.message());
        PaymentIntent intent = error.intent();
        if (intent != null) {
            node.set("payment_intent", paymentIntent(intent, Set.of()));
            PaymentIntent.Decline decline = intent.progress().decline();
            if (decline != null && error.status() == 402) {
                addDecline(node, decline);
            }
        }
        return body;
    }

    private void addDecline(ObjectNode node, PaymentIntent.Decline decline) {
        node.put("charge", decline.charge()).put("decline_code", decline.card().declineCode());
        if (lookup.apply(decline.paymentMethod()) instanceof PaymentMethod method) {
            node.set("payment_method", paymentMethod(method));
        }
    }

    private ObjectNode paymentIntent(PaymentIntent intent, Set<Expansion> expansions) {
        PaymentIntent.Terms terms = intent.terms();
        PaymentIntent.Progress progress = intent.progress();
        ObjectNode node = header(intent, "payment_intent");
        node.put("amount", terms.amountCents()).put("amount_capturable", 0);
        node.put("amount_received", intent.amountReceivedCents());
        node.putObject("amount_details").putObject("tip");
        node.put("capture_method", "automatic").put("confirmation_method", "automatic");
        node.put(
                "client_secret",
                intent.id() + "_secret_" + Integer.toHexString(intent.id().hashCode()));
        node.put("currency", terms.currency()).put("description", terms.description());
        putReference(node, "customer", terms.customer(), expansions.contains(Expansion.CUSTOMER));
        putReference(node, "payment_method", progress.paymentMethod(), expansions.contains(Expansion.PAYMENT_METHOD));
        putReference(node, "latest_charge", progress.latestCharge(), expansions.contains(Expansion.LATEST_CHARGE));
        node.set("payment_method_types", texts(terms.paymentMethodTypes()));
        node.put("receipt_email", terms.receiptEmail()).put("setup_future_usage", terms.setupFutureUsage());
        node.put("statement_descriptor_suffix", terms.statementDescriptorSuffix());
        node.put("status", progress.status().wireName());
        node.put("canceled_at", progress.canceledAtSeconds()).put("cancellation_reason", progress.cancellationReason());
        putLastError(node, progress.decline());
        putNulls(
                node,
                List.of(
                        "application",
                        "application_fee_amount",
                        "automatic_payment_methods",
                        "next_action",
                        "on_behalf_of",
                        "payment_method_configuration_details",
                        "payment_method_options",
                        "processing",
                        "review",
                        "shipping",
                        "source",
                        "statement_descriptor",
                        "transfer_data",
                        "transfer_group"));
        return addMetadata(node, terms.metadata());
    }

    private void putLastError(ObjectNode node, PaymentIntent.@Nullable Decline decline) {
        if (decline == null) {
            node.putNull("last_payment_error");
            return;
        }
        ObjectNode error = node.putObject("last_payment_error").put("type", "card_error");
        error.put("code", decline.card().errorCode())
                .put("message", decline.card().message());
        addDecline(error, decline);
    }

    private ObjectNode customer(Customer customer) {
        ObjectNode node = header(customer, "customer");
        node.put("name", customer.name()).put("email", customer.email()).put("phone", customer.phone());
        node.put("description", customer.description()).put("balance", 0).put("delinquent", false);
        ObjectNode invoices = node.putObject("invoice_settings");
        invoices.put("default_payment_method", customer.defaultPaymentMethod());
        putNulls(invoices, List.of("custom_fields", "footer", "rendering_options"));
        node.put("tax_exempt", "none").putArray("preferred_locales");
        putNulls(node, List.of("address", "currency", "default_source", "discount", "shipping", "test_clock"));
        return addMetadata(node, customer.metadata());
    }

    private ObjectNode paymentMethod(PaymentMethod method) {
        ObjectNode node = header(method, "payment_method").put("type", "card");
        node.put("customer", method.customer()).put("allow_redisplay", "unspecified");
        node.set("card", card(method.card()));
        node.putObject("billing_details")
                .putNull("address")
                .putNull("email")
                .putNull("name")
                .putNull("phone");
        return addMetadata(node, method.metadata());
    }

    private static ObjectNode card(TestCard card) {
        return JSON.createObjectNode()
                .put("brand", card.brand())
                .put("last4", card.last4())
                .put("exp_month", 12)
                .put("exp_year", 2040)
                .put("country", "US")
                .put("funding", "credit");
    }

    private ObjectNode charge(Charge charge) {
        boolean paid = charge.card().paid();
        ObjectNode node = header(charge, "charge");
        node.put("amount", charge.amountCents()).put("amount_captured", paid ? charge.amountCents() : 0);
        node.put("amount_refunded", 0).put("currency", charge.currency()).put("customer", charge.customer());
        node.put("payment_intent", charge.paymentIntent()).put("payment_method", charge.paymentMethod());
        node.put("paid", paid).put("captured", paid).put("refunded", false).put("disputed", false);
        node.put("status", paid ? "succeeded" : "failed");
        node.put("failure_code", charge.card().errorCode());
        node.put("failure_message", paid ? null : charge.card().message());
        ObjectNode outcome = node.putObject("outcome");
        outcome.put("network_status", paid ? "approved_by_network" : "declined_by_network");
        outcome.put("reason", charge.card().declineCode()).put("type", paid ? "authorized" : "issuer_declined");
        outcome.put("seller_message", charge.card().message());
        node.putObject("payment_method_details").put("type", "card").set("card", card(charge.card()));
        putNulls(node, List.of("balance_transaction", "description", "receipt_email", "receipt_url", "refunds"));
        return addMetadata(node, charge.metadata());
    }

    private static ObjectNode header(StripeObject object, String type) {
        return JSON.createObjectNode()
                .put("id", object.id())
                .put("object", type)
                .put("created", object.createdSeconds())
                .put("livemode", false);
    }

    private void putReference(ObjectNode node, String name, @Nullable String id, boolean expanded) {
        StripeObject found = id == null || !expanded ? null : lookup.apply(id);
        if (found == null) {
            node.put(name, id);
        } else {
            node.set(name, object(found, Set.of()));
        }
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    private static ObjectNode addMetadata(ObjectNode node, Map<String, String> metadata) {
        ObjectNode entries = node.putObject("metadata");
        metadata.forEach(entries::put);
        return node;
    }

    private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void putNulls(ObjectNode node, List<String> names) {
        names.forEach(node::putNull);
    }
}
