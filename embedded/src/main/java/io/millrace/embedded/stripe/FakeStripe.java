package io.millrace.embedded.stripe;

import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.stripe.webhook.WebhookSender;
import java.time.InstantSource;

/**
 * A local stand-in for the Stripe API, on loopback, good enough for stripe-java: payment intents, charges, refunds,
 * disputes, balance transactions, customers, payment methods, setup intents, checkout, subscriptions, events, webhooks,
 * idempotency keys. Every change is on the disk before it is answered, so restarts and kill -9 lose nothing. Any key that
 * begins with {@code sk_test_} or {@code rk_test_} is good. Thread-safe.
 *
 * <p>It proves that a caller is safe with Stripe's rules as documented; the last word has Stripe's own test mode.
 */
public final class FakeStripe implements AutoCloseable {
    private final StripeJournal journal;
    private final WebhookSender webhooks;
    private final LoopbackServer server;
    private final StripeControl control;

    private FakeStripe(StripeJournal journal, WebhookSender webhooks, LoopbackServer server, StripeControl control) {
        this.journal = journal;
        this.webhooks = webhooks;
        this.server = server;
        this.control = control;
    }

    /** As {@link #start(FakeStripeOptions, InstantSource)}, with the time of the machine. */
    public static FakeStripe start(FakeStripeOptions options) {
        return start(options, InstantSource.system());
    }

    /**
     * Reads the state and starts to listen.
     *
     * @param clock gives {@code created}, the age of idempotency keys and the time of signatures
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     * @throws io.millrace.embedded.DirectoryException when the directory cannot be used
     */
    public static FakeStripe start(FakeStripeOptions options, InstantSource clock) {
        StripeJournal journal = StripeJournal.open(options.directory(), options.seed());
        var time = new OffsetClock(clock);
        var webhooks = new WebhookSender(time);
        try {
            var service = new StripeService(journal, time, webhooks::send);
            var control = new StripeControl(service, time, webhooks);
            var routes = new StripeRoutes(service, control::faults);
            LoopbackServer server = LoopbackServer.start("stripe", options.host(), options.port(), routes);
            return new FakeStripe(journal, webhooks, server, control);
        } catch (RuntimeException notStarted) {
            webhooks.close();
            journal.close();
            throw notStarted;
        }
    }

    /** {@code http://127.0.0.1:port}, the API base of stripe-java. */
    public String url() {
        return server.url();
    }

    /** The hand of who tests: customers, banks, time, faults, webhooks. */
    public StripeControl control() {
        return control;
    }

    /** Stops listening. A second call does nothing. */
    @Override
    public void close() {
        webhooks.close();
        server.close();
        journal.close();
    }
}
