package io.millrace.standalone.chaos.local;

import io.millrace.alerts.send.Signature;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.schemas.config.Secret;
import io.millrace.standalone.chaos.Deliveries;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes every webhook whose signature is right, and counts it by its id; one in eight ids is told at first to come again, since no
 * fault of the network meets a try that has just been read. Thread-safe.
 */
final class AlertReceiver implements AutoCloseable {
    /** Of this receiver alone, which listens on loopback for minutes. */
    static final Secret SECRET = new Secret("whsec_bWlsbHJhY2UgY2hhb3MgcmVjZWl2ZXIga2V5");

    private static final int BUSY_IDS = 8;
    private static final String PLAIN_TEXT = "text/plain";

    private final Signature signature = new Signature(SECRET);
    private final Deliveries deliveries = new Deliveries();
    private final Set<String> putOff = ConcurrentHashMap.newKeySet();
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
        if (isBusyFor(id) && putOff.add(id)) {
            return new Reply(503, PLAIN_TEXT, "receiver: busy (expected: the same once more)");
        }
        deliveries.took(id);
        return new Reply(204, PLAIN_TEXT, "");
    }

    /** By the id alone, so that the same alerts meet the same receiver. */
    static boolean isBusyFor(String id) {
        return Math.floorMod(id.hashCode(), BUSY_IDS) == 0;
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
