package io.millrace.billing.charging;

import io.millrace.schemas.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A gateway that stays below the provider's rate limit, endpoint by endpoint: a call too many is {@link Answer.Busy} without
 * being sent. Lists and customers are not counted. Thread-safe.
 */
public final class PacedGateway extends WrappedGateway {
    /** Stripe's limit is 25 for each endpoint. */
    public static final int CALLS_PER_SECOND = 20;

    private static final Answer TOO_MANY = new Answer.Busy("paced");

    private final Map<Call, TokenBucket> buckets = new EnumMap<>(Call.class);

    public PacedGateway(PaymentGateway gateway, Clock clock) {
        super(gateway);
        for (Call call : Call.values()) {
            buckets.put(call, new TokenBucket(clock, CALLS_PER_SECOND));
        }
    }

    @Override
    protected Answer called(Call call, Supplier<Answer> behind) {
        // Stripe has one endpoint for both.
        TokenBucket bucket = buckets.get(call == Call.AUTHENTICATE ? Call.CONFIRM : call);
        return bucket == null || bucket.take() ? behind.get() : TOO_MANY;
    }
}
