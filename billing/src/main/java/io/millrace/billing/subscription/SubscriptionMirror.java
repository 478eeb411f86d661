package io.millrace.billing.subscription;

import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.schemas.time.Clock;
import java.util.Optional;

/**
 * Keeps subscriptions as they are at the provider: whatever an event is about, the customer is fetched and applied as it is
 * now, so that neither the order of events nor what they say matters. Thread-safe.
 */
public final class SubscriptionMirror implements EventEffect {
    private final Subscriptions subscriptions;
    private final SubscriptionGateway gateway;
    private final Clock clock;

    public SubscriptionMirror(Subscriptions subscriptions, SubscriptionGateway gateway, Clock clock) {
        this.subscriptions = subscriptions;
        this.gateway = gateway;
        this.clock = clock;
    }

    /** @throws io.millrace.billing.charging.GatewayException when the provider does not tell */
    @Override
    public Result apply(ProviderEvent event) {
        Optional<String> customer =
                gateway.customerOf(event.objectId()).or(() -> subscriptions.customerWith(event.objectId()));
        return customer.map(this::sync).orElse(Result.FOREIGN);
    }

    /** Fetches a customer and applies how it stands. */
    public Result sync(String stripeCustomer) {
        Optional<String> workspace = subscriptions.workspaceOf(stripeCustomer);
        if (workspace.isEmpty()) {
            return Result.FOREIGN;
        }
        // Before the question: the answer is at least as new.
        long asked = clock.nowMicros();
        Fetched fetched = gateway.fetch(stripeCustomer);
        return subscriptions.save(workspace.get(), fetched, asked) ? Result.APPLIED : Result.UNCHANGED;
    }
}
