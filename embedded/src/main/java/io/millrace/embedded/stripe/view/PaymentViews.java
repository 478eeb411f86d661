package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.SetupIntent;

/** Payment intents, charges and setup intents. */
final class PaymentViews {
    private PaymentViews() {}

    static ObjectNode intent(PaymentIntent intent, References references) {
        PaymentIntent.Terms terms = intent.terms();
        PaymentIntent.Progress progress = intent.progress();
        ObjectNode node = Nodes.header(intent, "payment_intent");
        node.put("amount", terms.amountCents()).put("amount_capturable", intent.amountCapturableCents());
        node.put("amount_received", intent.amountReceivedCents());
        node.putObject("amount_details").putObject("tip");
        node.put("capture_method", terms.manualCapture() ? "manual" : "automatic");
        node.put("confirmation_method", "automatic").put("client_secret", Nodes.clientSecret(intent.id()));
        node.put("currency", terms.currency()).put("description", terms.description());
        references.put(node, "customer", terms.customer());
        references.put(node, "payment_method", progress.paymentMethod());
        references.put(node, "latest_charge", progress.latestCharge());
        node.set("payment_method_types", Nodes.texts(terms.paymentMethodTypes()));
        node.put("receipt_email", terms.receiptEmail()).put("setup_future_usage", terms.setupFutureUsage());
        node.put("statement_descriptor_suffix", terms.statementDescriptorSuffix());
        node.put("status", progress.status().wireName());
        node.put("canceled_at", progress.canceledAtSeconds()).put("cancellation_reason", progress.cancellationReason());
        Errors.last(node, "last_payment_error", progress.decline(), references);
        Nodes.nextAction(node, progress.nextActionUrl());
        Nodes.nulls(
                node,
                "application",
                "application_fee_amount",
                "automatic_payment_methods",
                "on_behalf_of",
                "payment_method_configuration_details",
                "payment_method_options",
                "processing",
                "review",
                "shipping",
                "source",
                "statement_descriptor",
                "transfer_data",
                "transfer_group");
        return Nodes.withMetadata(node, terms.metadata());
    }

    static ObjectNode charge(Charge charge, References references) {
        Charge.Progress progress = charge.progress();
        ObjectNode node = Nodes.header(charge, "charge");
        node.put("amount", charge.amountCents()).put("amount_captured", progress.capturedCents());
        node.put("amount_refunded", progress.refundedCents()).put("currency", charge.currency());
        references.put(node, "customer", charge.customer());
        references.put(node, "payment_intent", charge.paymentIntent());
        references.put(node, "balance_transaction", progress.balanceTransaction());
        node.put("payment_method", charge.paymentMethod());
        node.put("paid", charge.paid()).put("captured", charge.captured());
        node.put("refunded", progress.refundedCents() >= charge.amountCents()).put("disputed", progress.disputed());
        node.put("status", progress.status().wireName());
        outcome(node, charge);
        ObjectNode details = CustomerViews.details(charge.card());
        if (!charge.card().bank()) {
            details.put("network", charge.card().brand());
        }
        node.putObject("payment_method_details")
                .put("type", charge.card().type())
                .set(charge.card().type(), details);
        node.putObject("billing_details")
                .putNull("address")
                .putNull("email")
                .putNull("name")
                .putNull("phone");
        Nodes.nulls(
                node,
                "application",
                "application_fee",
                "description",
                "failure_balance_transaction",
                "receipt_email",
                "receipt_url",
                "refunds",
                "shipping",
                "source",
                "statement_descriptor",
                "transfer_data");
        return Nodes.withMetadata(node, charge.metadata());
    }

    private static void outcome(ObjectNode node, Charge charge) {
        boolean failed = charge.progress().status() == Charge.Status.FAILED;
        PaymentIntent.Reason reason = charge.failure();
        String code = reason == null ? charge.card().errorCode() : reason.code();
        String message = reason == null ? charge.card().message() : reason.message();
        node.put("failure_code", failed ? code : null).put("failure_message", failed ? message : null);
        ObjectNode outcome = node.putObject("outcome");
        outcome.put("network_status", failed ? "declined_by_network" : "approved_by_network");
        outcome.put("reason", failed ? charge.card().declineCode() : null);
        outcome.put("type", failed ? "issuer_declined" : "authorized");
        outcome.put("seller_message", failed ? message : "Payment complete.");
    }

    static ObjectNode setupIntent(SetupIntent intent, References references) {
        SetupIntent.Progress progress = intent.progress();
        ObjectNode node = Nodes.header(intent, "setup_intent");
        node.put("client_secret", Nodes.clientSecret(intent.id())).put("description", intent.description());
        references.put(node, "customer", intent.customer());
        references.put(node, "payment_method", progress.paymentMethod());
        node.set("payment_method_types", Nodes.texts(intent.paymentMethodTypes()));
        node.put("status", progress.status().wireName()).put("usage", intent.usage());
        node.put("cancellation_reason", progress.cancellationReason());
        Errors.last(node, "last_setup_error", progress.decline(), references);
        Nodes.nextAction(node, progress.nextActionUrl());
        Nodes.nulls(
                node,
                "application",
                "automatic_payment_methods",
                "latest_attempt",
                "mandate",
                "on_behalf_of",
                "payment_method_options",
                "single_use_mandate");
        return Nodes.withMetadata(node, intent.metadata());
    }
}
