package io.millrace.billing.returns;

import io.millrace.billing.charging.IdempotencyKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One refund of a payment.
 *
 * @param workspaceId null while the payment of a refund that was made elsewhere is not in the books
 * @param amountCents whole cents of USD
 * @param stripeRefund the provider's id of it; null until that is known
 * @param createAttempt number in the key; raised only when the last attempt is proven to have made nothing
 * @param keyOld whether the key was first sent so long ago that the provider may have forgotten it
 * @param refusedCode why the provider refused to make it; null where it did not
 * @param version rises with every change; a writer whose version is old has lost its lease
 */
public record Refund(
        UUID id,
        @Nullable String workspaceId,
        String paymentIntent,
        long amountCents,
        RefundState state,
        @Nullable String stripeRefund,
        int createAttempt,
        boolean keyOld,
        @Nullable String refusedCode,
        @Nullable String lastError,
        long version) {
    public IdempotencyKey createKey() {
        return new IdempotencyKey("mr:" + id + ":create:" + createAttempt);
    }

    Refund to(RefundState next) {
        return with(next, createAttempt, refusedCode, lastError, version);
    }

    Refund to(RefundState next, String error) {
        return with(next, createAttempt, refusedCode, error, version);
    }

    Refund refused(String code) {
        return with(RefundState.UNKNOWN, createAttempt, code, code, version);
    }

    Refund nextAttempt() {
        return with(RefundState.SUBMITTED, createAttempt + 1, null, lastError, version);
    }

    /** As it is after it was stored once more. */
    public Refund stored() {
        return with(state, createAttempt, refusedCode, lastError, version + 1);
    }

    private Refund with(RefundState next, int attempt, @Nullable String refused, @Nullable String error, long at) {
        boolean old = keyOld && attempt == createAttempt;
        return new Refund(
                id, workspaceId, paymentIntent, amountCents, next, stripeRefund, attempt, old, refused, error, at);
    }
}
