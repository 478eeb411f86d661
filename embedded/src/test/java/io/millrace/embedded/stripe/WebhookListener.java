package io.millrace.embedded.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes webhooks as stripe-java checks them. Thread-safe. */
final class WebhookListener implements AutoCloseable {
    private final LoopbackServer server = LoopbackServer.start("listener", 0, this::take);
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** Accepts what each of these secrets signed. */
    WebhookListener(String... secrets) {
        this.secrets.addAll(List.of(secrets));
    }

    URI url() {
        return URI.create(server.url() + "/hooks");
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** The next ones are answered with a 500. */
    void refuse(int next) {
        refusals.set(next);
    }

    private Reply take(Request request) {
        if (refusals.getAndDecrement() > 0) {
            return new Reply(500, "text/plain", "not now");
        }
        String signature = String.valueOf(request.header("stripe-signature"));
        try {
            for (String secret : secrets) {
                Webhook.constructEvent(request.body(), signature, secret);
            }
        } catch (SignatureVerificationException forged) {
            return new Reply(400, "text/plain", "not signed");
        }
        events.add(Webhook.constructEventWithoutVerification(request.body()));
        return new Reply(200, "text/plain", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
