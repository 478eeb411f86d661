package io.millrace.billing.charging;

import io.millrace.schemas.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A gateway that stays below the provider's rate limit, endpoint by endpoint: a call too many is {@link Answer.Busy} without
 * being sent. Lists and customers are not counted. Thread-safe.
 */
public final class PacedGateway implements PaymentGateway {
    /** Stripe's limit is 25 for each endpoint. */
    public static final int CALLS_PER_SECOND = 20;

    private static final Answer TOO_MANY = new Answer.Busy("paced");

    private enum Endpoint {
        CREATE,
        CONFIRM,
        CANCEL,
        RETRIEVE,
        FIND
    }

    private final PaymentGateway gateway;
    private final Map<Endpoint, TokenBucket> buckets = new EnumMap<>(Endpoint.class);

    public PacedGateway(PaymentGateway gateway, Clock clock) {
        this.gateway = gateway;
        for (Endpoint endpoint : Endpoint.values()) {
            buckets.put(endpoint, new TokenBucket(clock, CALLS_PER_SECOND));
        }
    }

    private Answer paced(Endpoint endpoint, Supplier<Answer> call) {
        TokenBucket bucket = buckets.get(endpoint);
        return bucket == null || bucket.take() ? call.get() : TOO_MANY;
    }

    @Override
    public Answer createIntent(NewIntent intent, IdempotencyKey key) {
        return paced(Endpoint.CREATE, () -> gateway.createIntent(intent, key));
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        return paced(Endpoint.CONFIRM, () -> gateway.confirm(intentId, paymentMethod, key));
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return paced(Endpoint.CONFIRM, () -> gateway.authenticate(intentId, paymentMethod, key));
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        return paced(Endpoint.CANCEL, () -> gateway.cancel(intentId, key));
    }

    @Override
    public Answer retrieve(String intentId) {
        return paced(Endpoint.RETRIEVE, () -> gateway.retrieve(intentId));
    }

    @Override
    public Answer find(String customer, String topUpId) {
        return paced(Endpoint.FIND, () -> gateway.find(customer, topUpId));
    }

    @Override
    public List<Intent> listUnconfirmed(String customer) {
        return gateway.listUnconfirmed(customer);
    }

    @Override
    public List<Intent> listSucceeded() {
        return gateway.listSucceeded();
    }

    @Override
    public String createCustomer(String workspaceId, IdempotencyKey key) {
        return gateway.createCustomer(workspaceId, key);
    }
}
