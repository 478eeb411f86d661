package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One purchase of credit, paid by at most one PaymentIntent.
 *
 * @param amountCents whole cents of USD
 * @param stripeCustomer and the payment method: those of the first create, so that its key always means the same
 * @param lastError code of the decline or of the last fault
 * @param actionUrl page of the provider where the customer can agree to the payment; null where there is none
 * @param version rises with every change; a writer whose version is old has lost its lease
 */
public record TopUp(
        UUID id,
        String workspaceId,
        long amountCents,
        TopUpKind kind,
        String stripeCustomer,
        String paymentMethod,
        TopUpState state,
        @Nullable String paymentIntent,
        Attempts attempts,
        @Nullable String lastError,
        @Nullable String actionUrl,
        Outlook outlook,
        long version) {
    public TopUp {
        if (paymentIntent == null && state.needsIntent()) {
            throw Expected.illegal("top-up " + id + " payment_intent", null, "an id in state " + state);
        }
    }

    public IdempotencyKey createKey() {
        return new IdempotencyKey("mr:" + id + ":create:" + attempts.create());
    }

    public IdempotencyKey confirmKey() {
        return new IdempotencyKey("mr:" + id + ":confirm:" + attempts.confirm());
    }

    /** A new one for every try: canceling twice is canceling once. */
    IdempotencyKey cancelKey() {
        return new IdempotencyKey("mr:" + id + ":cancel:" + version);
    }

    /** The state that a call announces; what was tried before still counts. */
    TopUp announcing(TopUpState next) {
        return copy(next, paymentIntent, attempts, lastError, actionUrl);
    }

    TopUp to(TopUpState next) {
        return copy(next, paymentIntent, attempts.fresh(), lastError, actionUrl);
    }

    TopUp to(TopUpState next, String error) {
        return copy(next, paymentIntent, attempts.fresh(), error, actionUrl);
    }

    /** The same state after a call that settled nothing. */
    TopUp again(TopUpState same, String error) {
        return copy(same, paymentIntent, attempts.again(), error, actionUrl);
    }

    /** The same state, looked at once more without news. */
    TopUp again() {
        return copy(state, paymentIntent, attempts.again(), lastError, actionUrl);
    }

    TopUp withIntent(String intent) {
        return copy(TopUpState.CREATED, intent, attempts.fresh(), lastError, actionUrl);
    }

    TopUp withAction(@Nullable String url) {
        String kept = url == null ? actionUrl : url;
        return copy(TopUpState.REQUIRES_ACTION, paymentIntent, attempts.fresh(), lastError, kept);
    }

    TopUp nextCreateAttempt() {
        return copy(TopUpState.SUBMITTED, paymentIntent, attempts.nextCreate(), lastError, actionUrl);
    }

    TopUp nextConfirmAttempt(TopUpState next) {
        return copy(next, paymentIntent, attempts.nextConfirm(), lastError, actionUrl);
    }

    TopUp declined(String code) {
        return copy(state, paymentIntent, attempts.nextDecline(), code, actionUrl);
    }

    /** As it is after it was stored once more. */
    public TopUp stored() {
        return copy(state, paymentIntent, attempts, lastError, actionUrl, version + 1);
    }

    private TopUp copy(
            TopUpState next, @Nullable String intent, Attempts tried, @Nullable String error, @Nullable String url) {
        return copy(next, intent, tried, error, url, version);
    }

    private TopUp copy(
            TopUpState next,
            @Nullable String intent,
            Attempts tried,
            @Nullable String error,
            @Nullable String url,
            long at) {
        Outlook look = tried.create() == attempts.create() ? outlook : outlook.withFreshKey();
        return new TopUp(
                id,
                workspaceId,
                amountCents,
                kind,
                stripeCustomer,
                paymentMethod,
                next,
                intent,
                tried,
                error,
                url,
                look,
                at);
    }
}
