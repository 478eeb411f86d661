package io.millrace.embedded.stripe;

import io.millrace.embedded.http.LoopbackServer;
import java.time.InstantSource;

/**
 * A local stand-in for the Stripe API, on loopback, good enough for stripe-java: customers, payment methods, payment
 * intents, charges, idempotency keys. Every change is on the disk before it is answered, so restarts and kill -9 lose
 * nothing. Any key that begins with {@code sk_test_} is good. Thread-safe.
 *
 * <p>It proves that a caller is safe with Stripe's rules as documented; the last word has Stripe's own test mode.
 */
public final class FakeStripe implements AutoCloseable {
    private final StripeJournal journal;
    private final LoopbackServer server;

    private FakeStripe(StripeJournal journal, LoopbackServer server) {
        this.journal = journal;
        this.server = server;
    }

    /** As {@link #start(FakeStripeOptions, InstantSource)}, with the time of the machine. */
    public static FakeStripe start(FakeStripeOptions options) {
        return start(options, InstantSource.system());
    }

    /**
     * Reads the state and starts to listen.
     *
     * @param clock gives {@code created}, and the age of idempotency keys
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     * @throws io.millrace.embedded.DirectoryException when the directory cannot be used
     */
    public static FakeStripe start(FakeStripeOptions options, InstantSource clock) {
        StripeJournal journal = StripeJournal.open(options.directory());
        try {
            var routes = new StripeRoutes(new StripeService(journal, clock));
            return new FakeStripe(journal, LoopbackServer.start("stripe", options.port(), routes));
        } catch (RuntimeException notStarted) {
            journal.close();
            throw notStarted;
        }
    }

    /** {@code http://127.0.0.1:port}, the API base of stripe-java. */
    public String url() {
        return server.url();
    }

    /** Stops listening. A second call does nothing. */
    @Override
    public void close() {
        server.close();
        journal.close();
    }
}
