package io.millrace.billing.checkout;

import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.schemas.error.Expected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A top-up that is paid on a page.
 *
 * @param topUpId of the top-up; what the page's and the payment's metadata name
 * @param amountCents whole cents of USD
 * @param stripeCustomer null until there is one
 * @param terms what a page is made of; the same for every request under a key
 * @param session the provider's id of the page; null until that is known
 * @param url of the page; null where there is none, or it is over
 * @param paymentIntent null until somebody paid, or tried to
 * @param createAttempt number in the create key, from 1; raised only when the last attempt is proven to have made no page
 * @param tries calls in a row that settled nothing
 * @param view what the database's clock and the account say of it
 * @param lastError code of what it will fail of, or of the last fault
 * @param version rises with every change; a writer whose version is old has lost its lease
 */
public record Checkout(
        UUID topUpId,
        String workspaceId,
        long amountCents,
        @Nullable String stripeCustomer,
        Terms terms,
        CheckoutState state,
        @Nullable String session,
        @Nullable String url,
        @Nullable String paymentIntent,
        int createAttempt,
        int tries,
        View view,
        @Nullable String lastError,
        long version) {
    public Checkout {
        boolean needsSession = state == CheckoutState.OPEN || state == CheckoutState.EXPIRING;
        boolean needsIntent = state == CheckoutState.PAYING || state == CheckoutState.CANCELING;
        if ((needsSession && session == null) || (needsIntent && paymentIntent == null)) {
            throw Expected.illegal("checkout of top-up " + topUpId, state, "one whose page or payment is known");
        }
    }

    /**
     * What a page is made of.
     *
     * @param returnUrl where the customer comes back to
     * @param expiresAtSeconds since the epoch; nobody can pay on it from then on
     * @param saveCard whether the card is kept for later charges
     */
    public record Terms(String returnUrl, long expiresAtSeconds, boolean saveCard) {}

    /**
     * What was so when it was read.
     *
     * @param late too late to make a page: the provider wants half an hour of life for it
     * @param overdue the page's time is over
     * @param givenUp nobody wants it any more
     * @param settled paid and granted; what is left is to keep the card
     */
    public record View(boolean late, boolean overdue, boolean givenUp, boolean settled) {
        public static final View FRESH = new View(false, false, false, false);
    }

    public IdempotencyKey createKey() {
        return new IdempotencyKey("mr:" + topUpId + ":checkout:" + createAttempt);
    }

    /** Another for every try: closing a page twice closes it once. */
    public IdempotencyKey expireKey() {
        return new IdempotencyKey("mr:" + topUpId + ":expire:" + version);
    }

    /** Another for every try. */
    public IdempotencyKey cancelKey() {
        return new IdempotencyKey("mr:" + topUpId + ":cancel:" + version);
    }

    Checkout announcing(CheckoutState next) {
        return copy(next, createAttempt, tries, lastError, version);
    }

    Checkout to(CheckoutState next) {
        return copy(next, createAttempt, 0, lastError, version);
    }

    Checkout to(CheckoutState next, String error) {
        return copy(next, createAttempt, 0, error, version);
    }

    /** The same state after a call that settled nothing. */
    Checkout again(@Nullable String error) {
        return copy(state, createAttempt, tries + 1, error, version);
    }

    Checkout nextAttempt() {
        return copy(CheckoutState.REQUESTED, createAttempt + 1, 0, lastError, version);
    }

    /** As it is after it was stored once more. */
    public Checkout stored() {
        return copy(state, createAttempt, tries, lastError, version + 1);
    }

    /** The page is known; the url is that of one that is open. */
    Checkout with(Page page, CheckoutState next) {
        return new Checkout(
                topUpId,
                workspaceId,
                amountCents,
                stripeCustomer,
                terms,
                next,
                page.id(),
                page.url(),
                page.paymentIntent() == null ? paymentIntent : page.paymentIntent(),
                createAttempt,
                0,
                view,
                lastError,
                version);
    }

    /** Now that there is a customer at the provider. */
    public Checkout of(String customer) {
        return new Checkout(
                topUpId,
                workspaceId,
                amountCents,
                customer,
                terms,
                state,
                session,
                url,
                paymentIntent,
                createAttempt,
                tries,
                view,
                lastError,
                version);
    }

    private Checkout copy(CheckoutState next, int attempt, int tried, @Nullable String error, long at) {
        return new Checkout(
                topUpId,
                workspaceId,
                amountCents,
                stripeCustomer,
                terms,
                next,
                session,
                url,
                paymentIntent,
                attempt,
                tried,
                view,
                error,
                at);
    }
}
