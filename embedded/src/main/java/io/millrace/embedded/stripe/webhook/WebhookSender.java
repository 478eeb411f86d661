package io.millrace.embedded.stripe.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to one listener until it answers with a 2xx, on one thread of its own. What was not delivered when it is
 * closed is lost; the list of events has it. Thread-safe.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final int ATTEMPTS_MAX = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final List<Delivery> waiting = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();

    @Nullable
    private WebhookPlan plan;

    private Random random = new Random(0);

    /** {@code clock} gives the time in signatures. */
    public WebhookSender(InstantSource clock) {
        this.clock = clock;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, "millrace-stripe-webhooks");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** One payload on its way. */
    private record Delivery(WebhookPlan plan, String payload, int attempt) {
        Delivery next() {
            return new Delivery(plan, payload, attempt + 1);
        }
    }

    /** From now on events go where the plan says; none: nowhere. What waits goes where it was to go. */
    public synchronized void follow(@Nullable WebhookPlan newPlan) {
        plan = newPlan;
        random = new Random(newPlan == null ? 0 : newPlan.seed());
    }

    /** Takes an event, as the JSON that is sent. */
    public synchronized void send(String payload) {
        WebhookPlan now = plan;
        if (now == null) {
            return;
        }
        int copies = random.nextInt(100) < now.duplicatePercent() ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            var delivery = new Delivery(now, payload, 1);
            if (now.waitsForDemand()) {
                waiting.add(delivery);
            } else {
                schedule(delivery, random.nextLong(now.delayMax().toMillis() + 1));
            }
        }
    }

    private void schedule(Delivery delivery, long delayMillis) {
        try {
            thread.schedule(() -> deliver(delivery), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("stripe webhook: not sent (expected: an open stand-in)");
        }
    }

    private void deliver(Delivery delivery) {
        if (!post(delivery) && delivery.attempt() < ATTEMPTS_MAX) {
            schedule(delivery.next(), delivery.plan().retryAfter().toMillis());
        }
    }

    /**
     * Sends what waits for demand, on the caller's thread, in an order by chance. What is not answered by a 2xx waits on.
     *
     * @return how many were answered by a 2xx
     */
    public int deliverWaiting() {
        List<Delivery> now;
        synchronized (this) {
            now = new ArrayList<>(waiting);
            waiting.clear();
            Collections.shuffle(now, random);
        }
        int delivered = 0;
        for (Delivery delivery : now) {
            if (post(delivery)) {
                delivered++;
            } else {
                synchronized (this) {
                    waiting.add(delivery.next());
                }
            }
        }
        return delivered;
    }

    /** Drops what waits for demand, as when Stripe gives up after three days. */
    public synchronized int loseWaiting() {
        int lost = waiting.size();
        waiting.clear();
        return lost;
    }

    /** How many deliveries were answered by a 2xx so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    private boolean post(Delivery delivery) {
        WebhookPlan to = delivery.plan();
        String signature =
                WebhookSignature.of(delivery.payload(), clock.instant().getEpochSecond(), to.secrets());
        HttpRequest request = HttpRequest.newBuilder(to.url())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header(WebhookSignature.HEADER, signature)
                .POST(BodyPublishers.ofString(delivery.payload()))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            boolean taken = status / 100 == 2;
            if (taken) {
                acknowledged.incrementAndGet();
            }
            return taken;
        } catch (IOException unreachable) {
            LOG.debug("stripe webhook: not delivered to {} (expected: an answer)", to.url(), unreachable);
            return false;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops; what is under way is interrupted. A second call does nothing. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
