package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.Invoice;
import io.millrace.embedded.stripe.model.Price;
import io.millrace.embedded.stripe.model.Product;
import io.millrace.embedded.stripe.model.Subscription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checkout sessions, subscriptions with their invoices, products and prices. */
final class SaleViews {
    private SaleViews() {}

    static ObjectNode session(CheckoutSession session, References references) {
        CheckoutSession.Terms terms = session.terms();
        CheckoutSession.Progress progress = session.progress();
        boolean open = progress.status() == CheckoutSession.Status.OPEN;
        ObjectNode node = Nodes.header(session, "checkout.session");
        node.put("mode", terms.mode().wireName())
                .put("status", progress.status().wireName());
        node.put("payment_status", progress.paymentStatus().wireName()).put("url", open ? terms.url() : null);
        node.put("success_url", terms.successUrl()).put("cancel_url", terms.cancelUrl());
        node.put("client_reference_id", terms.clientReferenceId()).put("customer_email", terms.customerEmail());
        node.put("expires_at", terms.expiresAtSeconds()).put("ui_mode", "hosted_page");
        references.put(node, "customer", progress.customer());
        references.put(node, "payment_intent", progress.paymentIntent());
        references.put(node, "setup_intent", progress.setupIntent());
        references.put(node, "subscription", progress.subscription());
        amounts(node, terms);
        node.set("payment_method_types", Nodes.texts(terms.paymentMethodTypes()));
        node.putObject("automatic_tax").put("enabled", false);
        node.putArray("custom_fields");
        Nodes.nulls(node, "client_secret", "consent", "customer_details", "invoice", "locale", "payment_link");
        return Nodes.withMetadata(node, session.metadata());
    }

    private static void amounts(ObjectNode node, CheckoutSession.Terms terms) {
        @Nullable Long cents = terms.mode() == CheckoutSession.Mode.SETUP ? null : Long.valueOf(terms.amountCents());
        node.put("amount_subtotal", cents).put("amount_total", cents).put("currency", terms.currency());
    }

    static ObjectNode product(Product product, References references) {
        ObjectNode node = Nodes.header(product, "product");
        node.put("name", product.name())
                .put("description", product.description())
                .put("active", true);
        node.put("type", "service").put("updated", product.createdSeconds());
        references.put(node, "default_price", null);
        node.putArray("images");
        node.putArray("marketing_features");
        return Nodes.withMetadata(node, product.metadata());
    }

    static ObjectNode price(Price price, References references) {
        ObjectNode node = Nodes.header(price, "price");
        references.put(node, "product", price.product());
        node.put("active", true).put("billing_scheme", "per_unit").put("currency", price.currency());
        node.put("unit_amount", price.unitCents()).put("unit_amount_decimal", Long.toString(price.unitCents()));
        node.put("nickname", price.nickname());
        String interval = price.interval();
        node.put("type", interval == null ? "one_time" : "recurring");
        if (interval == null) {
            node.putNull("recurring");
        } else {
            node.putObject("recurring")
                    .put("interval", interval)
                    .put("interval_count", 1)
                    .put("usage_type", "licensed");
        }
        Nodes.nulls(node, "custom_unit_amount", "lookup_key", "tiers_mode", "transform_quantity");
        return Nodes.withMetadata(node, price.metadata());
    }

    static ObjectNode subscription(Subscription subscription, References references) {
        Subscription.Progress progress = subscription.progress();
        ObjectNode node = Nodes.header(subscription, "subscription");
        node.put("status", progress.status().wireName()).put("currency", subscription.currency());
        node.put("start_date", subscription.createdSeconds())
                .put("billing_cycle_anchor", subscription.createdSeconds());
        node.put("cancel_at_period_end", progress.cancelAtPeriodEnd());
        node.put("cancel_at", progress.cancelAtPeriodEnd() ? Long.valueOf(progress.periodEndSeconds()) : null);
        node.put("canceled_at", progress.canceledAtSeconds()).put("ended_at", progress.endedAtSeconds());
        node.put("collection_method", "charge_automatically");
        references.put(node, "customer", subscription.customer());
        references.put(node, "default_payment_method", progress.defaultPaymentMethod());
        items(node, subscription, references);
        node.putObject("automatic_tax").put("enabled", false);
        node.putArray("discounts");
        Nodes.nulls(node, "description", "latest_invoice", "schedule", "trial_end", "trial_start", "test_clock");
        return Nodes.withMetadata(node, subscription.metadata());
    }

    static ObjectNode invoice(Invoice invoice, References references) {
        ObjectNode node = Nodes.header(invoice, "invoice");
        long cents = invoice.amountCents();
        long paid = invoice.paid() ? cents : 0;
        node.put("status", invoice.paid() ? "paid" : "open").put("currency", invoice.currency());
        node.put("amount_due", cents).put("amount_paid", paid).put("amount_remaining", cents - paid);
        node.put("subtotal", cents).put("total", cents);
        node.put("attempted", true).put("attempt_count", 1).put("auto_advance", !invoice.paid());
        node.put("billing_reason", "subscription_cycle").put("collection_method", "charge_automatically");
        node.put("period_start", invoice.createdSeconds()).put("period_end", invoice.createdSeconds());
        references.put(node, "customer", invoice.customer());
        references.put(node, "default_payment_method", invoice.paymentMethod());
        ObjectNode parent = node.putObject("parent").put("type", "subscription_details");
        parent.putObject("subscription_details").put("subscription", invoice.subscription());
        Nodes.list(node, "lines", "/v1/invoices/" + invoice.id() + "/lines");
        Nodes.nulls(node, "description", "due_date", "hosted_invoice_url", "number", "test_clock");
        return Nodes.withMetadata(node, Map.of());
    }

    private static void items(ObjectNode node, Subscription subscription, References references) {
        ArrayNode data = Nodes.list(node, "items", "/v1/subscription_items?subscription=" + subscription.id());
        for (Subscription.Item item : subscription.items()) {
            ObjectNode entry = data.addObject()
                    .put("id", item.id())
                    .put("object", "subscription_item")
                    .put("created", subscription.createdSeconds())
                    .put("current_period_start", subscription.progress().periodStartSeconds())
                    .put("current_period_end", subscription.progress().periodEndSeconds())
                    .put("quantity", item.quantity())
                    .put("subscription", subscription.id());
            entry.putArray("discounts");
            references.putWhole(entry, "price", item.price());
            entry.putObject("metadata");
        }
    }
}
