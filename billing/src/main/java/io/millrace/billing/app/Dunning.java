package io.millrace.billing.app;

import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.postgres.subscription.SubscriptionStore;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.stripe.StripeSubscriptions;
import io.millrace.billing.subscription.SubscriptionMirror;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** Subscriptions as they are at Stripe, and what follows where one is not paid. Thread-safe. */
final class Dunning {
    private final SubscriptionStore store;
    private final SubscriptionMirror mirror;

    Dunning(DataSource dataSource, StripeSettings stripe, DunningSettings settings, Clock clock) {
        store = new SubscriptionStore(dataSource, clock, settings);
        mirror = new SubscriptionMirror(store, StripeSubscriptions.of(stripe), clock);
    }

    /** Moves who has a rung due now. Returns whether there may be more. */
    boolean step() {
        return store.climb();
    }

    Loop loop(Duration idlePause) {
        return Loop.start("billing-dunning", this::step, idlePause, () -> {});
    }

    Map<EventFamily, EventEffect> effects() {
        return Map.of(EventFamily.SUBSCRIPTION, mirror, EventFamily.PROFILE, mirror);
    }
}
