package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.Refund;

/** Refunds, disputes, balance transactions and the events that tell of them. */
final class MoneyViews {
    private static final long EVIDENCE_SECONDS = 7 * 24 * 3600;
    private static final long AVAILABLE_AFTER_SECONDS = 2 * 24 * 3600;

    private MoneyViews() {}

    static ObjectNode refund(Refund refund, References references) {
        ObjectNode node = Nodes.object()
                .put("id", refund.id())
                .put("object", "refund")
                .put("created", refund.createdSeconds())
                .put("amount", refund.amountCents())
                .put("currency", refund.currency())
                .put("reason", refund.reason())
                .put("status", refund.status().wireName());
        references.put(node, "charge", refund.charge());
        references.put(node, "payment_intent", refund.paymentIntent());
        references.put(node, "balance_transaction", refund.balanceTransaction());
        String failure = refund.failureBalanceTransaction();
        if (failure != null) {
            references.put(node, "failure_balance_transaction", failure);
            node.put("failure_reason", "expired_or_canceled_card");
        }
        Nodes.nulls(node, "receipt_number", "source_transfer_reversal", "transfer_reversal");
        return Nodes.withMetadata(node, refund.metadata());
    }

    static ObjectNode dispute(Dispute dispute, References references) {
        ObjectNode node = Nodes.header(dispute, "dispute");
        node.put("amount", dispute.amountCents()).put("currency", dispute.currency());
        references.put(node, "charge", dispute.charge());
        references.put(node, "payment_intent", dispute.paymentIntent());
        ArrayNode transactions = node.putArray("balance_transactions");
        dispute.balanceTransactions().forEach(id -> transactions.add(references.whole(id)));
        ObjectNode evidence = node.putObject("evidence");
        dispute.evidence().forEach(evidence::put);
        node.putObject("evidence_details")
                .put("due_by", dispute.createdSeconds() + EVIDENCE_SECONDS)
                .put("has_evidence", !dispute.evidence().isEmpty())
                .put("past_due", false)
                .put("submission_count", dispute.status() == Dispute.Status.NEEDS_RESPONSE ? 0 : 1);
        node.putArray("enhanced_eligibility_types");
        node.put("is_charge_refundable", false).put("reason", dispute.reason());
        node.put("status", dispute.status().wireName());
        return Nodes.withMetadata(node, dispute.metadata());
    }

    static ObjectNode balanceTransaction(BalanceTransaction transaction, References references) {
        ObjectNode node = Nodes.object()
                .put("id", transaction.id())
                .put("object", "balance_transaction")
                .put("amount", transaction.amountCents())
                .put("available_on", transaction.createdSeconds() + AVAILABLE_AFTER_SECONDS)
                .put("balance_type", "payments")
                .put("created", transaction.createdSeconds())
                .put("currency", transaction.currency())
                .put("fee", transaction.feeCents())
                .put("net", transaction.netCents())
                .put("reporting_category", reportingCategory(transaction.type()))
                .put("status", "pending")
                .put("type", transaction.type().wireName());
        references.put(node, "source", transaction.source());
        ArrayNode fees = node.putArray("fee_details");
        if (transaction.feeCents() > 0) {
            fees.addObject()
                    .put("amount", transaction.feeCents())
                    .putNull("application")
                    .put("currency", transaction.currency())
                    .put("description", "Stripe processing fees")
                    .put("type", "stripe_fee");
        }
        Nodes.nulls(node, "description", "exchange_rate");
        return node;
    }

    private static String reportingCategory(BalanceTransaction.Type type) {
        return switch (type) {
            case CHARGE, PAYMENT -> "charge";
            case REFUND, PAYMENT_REFUND -> "refund";
            case REFUND_FAILURE -> "refund_failure";
            case ADJUSTMENT -> "dispute";
        };
    }

    static ObjectNode event(Event event, References references) {
        ObjectNode node = Nodes.header(event, "event");
        node.put("api_version", StripeView.API_VERSION)
                .put("type", event.type())
                .put("pending_webhooks", 0);
        node.putObject("data").set("object", references.snapshot(event.object()));
        node.putObject("request").putNull("id").put("idempotency_key", event.idempotencyKey());
        return node;
    }
}
