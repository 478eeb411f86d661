package io.millrace.billing.app;

import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.webhook.EventStore;
import io.millrace.billing.stripe.StripeEvents;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.billing.webhook.EventPoll;
import io.millrace.billing.webhook.EventProcessor;
import io.millrace.billing.webhook.EventSettings;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.billing.webhook.RetryRule;
import io.millrace.billing.webhook.SignatureCheck;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Events of Stripe: the door for webhooks, the reading of what no webhook brought, and the work on both. Thread-safe. */
public final class Webhooks implements Alarmed {
    /** Longer than a call to Stripe and the booking after it. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** How long the text of an event is kept after it was worked on. */
    private static final Duration TEXTS_KEPT = Duration.ofDays(30);

    private static final int DEAD_SHOWN = 3;

    private final EventStore store;
    private final WebhookInbox inbox;
    private final EventProcessor processor;
    private final EventPoll poll;
    private final EventSettings settings;
    private final Duration idlePause;
    private final AtomicReference<@Nullable String> alarm = new AtomicReference<>();

    private Webhooks(
            DataSource dataSource,
            BillingSettings billing,
            PaymentGateway gateway,
            Map<EventFamily, EventEffect> others,
            Clock clock) {
        settings = billing.events();
        idlePause = billing.pollInterval();
        store = new EventStore(dataSource);
        StripeEvents events = StripeEvents.of(billing.stripe());
        boolean live = billing.stripe().live();
        inbox = new WebhookInbox(new SignatureCheck(settings.secrets()), events, store, live, clock);
        poll = new EventPoll(events, store, store, live, clock);
        TopUpStore topUps = new TopUpStore(dataSource, clock);
        // One line for each family that leads to something.
        Map<EventFamily, EventEffect> effects = new EnumMap<>(EventFamily.class);
        effects.put(EventFamily.PAYMENT, new PaymentEffect(gateway, topUps::paidBy, topUps));
        effects.putAll(others);
        processor = new EventProcessor(store, effects, RetryRule.DEFAULT, LEASE);
    }

    /** @param others what events of the other families lead to */
    static Webhooks of(
            DataSource dataSource,
            BillingSettings settings,
            PaymentGateway gateway,
            Map<EventFamily, EventEffect> others,
            Clock clock) {
        return new Webhooks(dataSource, settings, gateway, others, clock);
    }

    /** Takes the deliveries of webhooks: {@code POST /v1/webhooks/stripe}. */
    public WebhookInbox inbox() {
        return inbox;
    }

    List<Loop> loops() {
        List<Loop> loops = new ArrayList<>();
        loops.add(Loop.start("billing-events", processor::step, idlePause, () -> {}));
        // Also what webhooks brought must be forgotten in time, and given-up events be told.
        Duration every = settings.pollEvery().isZero() ? Duration.ofMinutes(1) : settings.pollEvery();
        loops.add(Loop.start("billing-event-poll", this::poll, every, () -> {}));
        return loops;
    }

    private boolean poll() {
        List<ProviderEvent> dead = store.dead(DEAD_SHOWN);
        alarm.set(
                dead.isEmpty()
                        ? null
                        : "billing-events: given up " + ids(dead)
                                + " (expected: every event applied; ./millrace events shows why, events retry ID tries again)");
        boolean forgot = store.forgetTexts(TEXTS_KEPT) > 0;
        if (!settings.pollEvery().isZero()) {
            poll.step();
        }
        return forgot;
    }

    private static List<String> ids(List<ProviderEvent> events) {
        return events.stream().map(event -> event.id() + " " + event.type()).toList();
    }

    /** What a person must look at, as of the last reading; null when there is nothing. */
    @Override
    public @Nullable String alarm() {
        return alarm.get();
    }
}
