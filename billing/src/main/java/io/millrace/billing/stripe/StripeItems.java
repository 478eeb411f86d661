package io.millrace.billing.stripe;

import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.Standing;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stripe's objects in the words of reconciliation. */
final class StripeItems {
    private StripeItems() {}

    static ProviderItem payment(PaymentIntent intent) {
        Map<String, String> metadata = intent.getMetadata();
        return new ProviderItem(
                ItemKind.PAYMENT,
                intent.getId(),
                intent.getStatus().equals("succeeded") ? Standing.MOVED : Standing.NONE,
                intent.getStatus(),
                intent.getAmount(),
                intent.getCurrency(),
                0,
                metadata == null ? null : metadata.get(StripePaymentGateway.TOP_UP_ID),
                intent.getLatestCharge());
    }

    static ProviderItem refund(Refund refund) {
        String status = Objects.requireNonNullElse(refund.getStatus(), "unknown");
        Standing standing = switch (status) {
            case "pending", "succeeded" -> Standing.MOVED;
            default -> Standing.NONE;
        };
        return item(
                ItemKind.REFUND,
                refund.getId(),
                standing,
                status,
                refund.getAmount(),
                refund.getCurrency(),
                refund.getPaymentIntent());
    }

    static ProviderItem dispute(Dispute dispute) {
        Standing standing = switch (dispute.getStatus()) {
            case "needs_response", "under_review" -> Standing.HELD;
            case "lost" -> Standing.MOVED;
            default -> Standing.NONE;
        };
        return item(
                ItemKind.DISPUTE,
                dispute.getId(),
                standing,
                dispute.getStatus(),
                dispute.getAmount(),
                dispute.getCurrency(),
                dispute.getPaymentIntent());
    }

    static ProviderItem movement(BalanceTransaction movement) {
        return new ProviderItem(
                ItemKind.MOVEMENT,
                movement.getId(),
                Standing.MOVED,
                movement.getType(),
                movement.getAmount(),
                movement.getCurrency(),
                Objects.requireNonNullElse(movement.getFee(), 0L),
                null,
                movement.getSource());
    }

    private static ProviderItem item(
            ItemKind kind,
            String id,
            Standing standing,
            String status,
            long amountCents,
            String currency,
            @Nullable String paymentId) {
        return new ProviderItem(kind, id, standing, status, amountCents, currency, 0, null, paymentId);
    }
}
