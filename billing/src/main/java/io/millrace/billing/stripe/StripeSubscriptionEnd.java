package io.millrace.billing.stripe;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;
import com.stripe.service.SubscriptionService;
import io.millrace.billing.account.SubscriptionEnd;
import io.millrace.billing.charging.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cancels subscriptions at Stripe. Thread-safe. */
public final class StripeSubscriptionEnd implements SubscriptionEnd {
    private static final long PAGE_MAX = 100;
    private static final String MISSING = "resource_missing";
    private static final Set<String> OVER = Set.of("canceled", "incomplete_expired");

    private final SubscriptionService subscriptions;

    private StripeSubscriptionEnd(SubscriptionService subscriptions) {
        this.subscriptions = subscriptions;
    }

    public static StripeSubscriptionEnd of(StripeSettings settings) {
        return new StripeSubscriptionEnd(StripeClients.open(settings).v1().subscriptions());
    }

    @Override
    public void cancelAll(String stripeCustomer) {
        try {
            for (String id : living(stripeCustomer)) {
                cancel(id);
            }
        } catch (StripeException e) {
            throw failure(stripeCustomer, e);
        } catch (RuntimeException e) {
            // The library throws a plain RuntimeException where a later page cannot be had.
            throw failure(stripeCustomer, e);
        }
    }

    private static GatewayException failure(String customer, Exception cause) {
        return new GatewayException(
                "subscriptions of " + customer + ": not canceled (expected: an answer of Stripe)", cause);
    }

    /** None of a customer that is not there any more. */
    private List<String> living(String customer) throws StripeException {
        SubscriptionListParams params = SubscriptionListParams.builder()
                .setCustomer(customer)
                .setLimit(PAGE_MAX)
                .build();
        List<String> ids = new ArrayList<>();
        try {
            for (Subscription one : subscriptions.list(params).autoPagingIterable()) {
                if (!OVER.contains(one.getStatus())) {
                    ids.add(one.getId());
                }
            }
        } catch (InvalidRequestException e) {
            if (!MISSING.equals(e.getCode())) {
                throw e;
            }
            ids.clear();
        }
        return ids;
    }

    private void cancel(String id) throws StripeException {
        try {
            subscriptions.cancel(id);
        } catch (InvalidRequestException e) {
            // Somebody else did, unless it is still alive.
            if (!OVER.contains(subscriptions.retrieve(id).getStatus())) {
                throw e;
            }
        }
    }
}
