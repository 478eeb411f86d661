package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One purchase of credit, paid by at most one PaymentIntent.
 *
 * @param amountCents whole cents of USD
 * @param createAttempt number in the create key; raised only when the last attempt is proven to have created nothing
 * @param confirmAttempt number in the confirm key; raised only when the last attempt is proven to have charged nothing
 * @param createKeyOld whether the create key was first sent so long ago that Stripe may have forgotten it
 * @param version rises with every change; a writer whose version is old has lost its lease
 */
public record TopUp(
        UUID id,
        String workspaceId,
        long amountCents,
        TopUpState state,
        @Nullable String paymentIntent,
        String stripeCustomer,
        String paymentMethod,
        int createAttempt,
        int confirmAttempt,
        boolean createKeyOld,
        @Nullable String lastError,
        long version) {
    public TopUp {
        if (paymentIntent == null && needsIntent(state)) {
            throw Expected.illegal("top-up " + id + " payment_intent", null, "an id in state " + state);
        }
    }

    private static boolean needsIntent(TopUpState state) {
        return switch (state) {
            case CREATED, CONFIRMING, SUCCEEDED, REQUIRES_ACTION -> true;
            case PENDING, SUBMITTED, FAILED, UNKNOWN -> false;
        };
    }

    public IdempotencyKey createKey() {
        return new IdempotencyKey("mr:" + id + ":create:" + createAttempt);
    }

    public IdempotencyKey confirmKey() {
        return new IdempotencyKey("mr:" + id + ":confirm:" + confirmAttempt);
    }

    TopUp to(TopUpState next) {
        return with(next, paymentIntent, createAttempt, confirmAttempt, lastError);
    }

    TopUp to(TopUpState next, String error) {
        return with(next, paymentIntent, createAttempt, confirmAttempt, error);
    }

    TopUp withIntent(String intent) {
        return with(TopUpState.CREATED, intent, createAttempt, confirmAttempt, lastError);
    }

    TopUp nextCreateAttempt() {
        return with(TopUpState.SUBMITTED, paymentIntent, createAttempt + 1, confirmAttempt, lastError);
    }

    TopUp nextConfirmAttempt() {
        return with(TopUpState.CREATED, paymentIntent, createAttempt, confirmAttempt + 1, lastError);
    }

    /** As it is after it was stored once more. */
    public TopUp stored() {
        return copy(state, paymentIntent, createAttempt, confirmAttempt, lastError, version + 1);
    }

    private TopUp with(TopUpState next, @Nullable String intent, int create, int confirm, @Nullable String error) {
        return copy(next, intent, create, confirm, error, version);
    }

    private TopUp copy(
            TopUpState next, @Nullable String intent, int create, int confirm, @Nullable String error, long at) {
        boolean old = createKeyOld && create == createAttempt;
        return new TopUp(
                id,
                workspaceId,
                amountCents,
                next,
                intent,
                stripeCustomer,
                paymentMethod,
                create,
                confirm,
                old,
                error,
                at);
    }
}
