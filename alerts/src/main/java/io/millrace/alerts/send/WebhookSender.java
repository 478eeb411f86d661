package io.millrace.alerts.send;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.message.MessageJson;
import io.millrace.schemas.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Posts a message as {@link MessageJson}, signed. A receiver that keeps the header {@code webhook-id}, which is the message's id
 * at every try, takes each message once.
 */
public final class WebhookSender implements Sender {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final HttpCall call;
    private final Signature signature;
    private final Clock clock;

    public WebhookSender(URI address, Signature signature, Duration timeout, Clock clock) {
        this.call = new HttpCall(address, timeout);
        this.signature = signature;
        this.clock = clock;
    }

    @Override
    public Answer send(Message message) throws InterruptedException {
        byte[] body = MessageJson.of(message);
        String id = HeaderText.of(message.id());
        long timestamp = clock.nowMillis() / MILLIS_PER_SECOND;
        return call.post(
                body,
                Map.of(
                        "webhook-id", id,
                        "webhook-timestamp", Long.toString(timestamp),
                        "webhook-signature", signature.of(id, timestamp, body)));
    }
}
