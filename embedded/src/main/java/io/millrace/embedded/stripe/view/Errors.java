package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.PaymentIntent.Decline;
import org.jspecify.annotations.Nullable;

/** Failed attempts inside of other objects. */
final class Errors {
    private Errors() {}

    /** Adds what a decline says besides code and message. */
    static void decline(ObjectNode node, @Nullable Decline decline, References references) {
        if (decline != null) {
            Nodes.putIfPresent(node, "charge", decline.charge());
            Nodes.putIfPresent(node, "decline_code", decline.declineCode());
            references.putWhole(node, "payment_method", decline.paymentMethod());
        }
    }

    /** {@code last_payment_error} and {@code last_setup_error}. */
    static void last(ObjectNode node, String name, @Nullable Decline decline, References references) {
        if (decline == null) {
            node.putNull(name);
            return;
        }
        String type =
                decline.code().startsWith("payment_intent_") || decline.code().startsWith("setup_intent_")
                        ? "invalid_request_error"
                        : "card_error";
        ObjectNode error = node.putObject(name).put("type", type);
        error.put("code", decline.code()).put("message", decline.message());
        decline(error, decline, references);
    }
}
