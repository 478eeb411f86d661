package io.millrace.standalone.chaos.local;

import io.millrace.alerts.send.Signature;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.schemas.config.Secret;
import io.millrace.standalone.chaos.Deliveries;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes every webhook whose signature is right, and counts it by its id. Thread-safe. */
final class AlertReceiver implements AutoCloseable {
    /** Of this receiver alone, which listens on loopback for minutes. */
    static final Secret SECRET = new Secret("whsec_bWlsbHJhY2UgY2hhb3MgcmVjZWl2ZXIga2V5");

    private static final String PLAIN_TEXT = "text/plain";

    private final Signature signature = new Signature(SECRET);
    private final Deliveries deliveries = new Deliveries();
    private final LoopbackServer server;

    private AlertReceiver(int port) {
        server = LoopbackServer.start("alert-receiver", port, this::take);
    }

    /** @param port on 127.0.0.1, 0 for a free one */
    static AlertReceiver start(int port) {
        return new AlertReceiver(port);
    }

    /** {@code http://127.0.0.1:port}. */
    String url() {
        return server.url();
    }

    Deliveries deliveries() {
        return deliveries;
    }

    private Reply take(Request request) {
        String id = request.header("webhook-id");
        if (id == null || !isSigned(request, id, request.header("webhook-timestamp"))) {
            return new Reply(401, PLAIN_TEXT, "webhook: not signed (expected: a signature with the shared secret)");
        }
        deliveries.took(id);
        return new Reply(204, PLAIN_TEXT, "");
    }

    private boolean isSigned(Request request, String id, @Nullable String timestamp) {
        if (timestamp == null || !timestamp.matches("[0-9]{1,18}")) {
            return false;
        }
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        return signature.of(id, Long.parseLong(timestamp), body).equals(request.header("webhook-signature"));
    }

    @Override
    public void close() {
        server.close();
    }
}
