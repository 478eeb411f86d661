package io.millrace.standalone.chaos.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.alerts.send.Signature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertReceiverTest {
    private static final long TIMESTAMP = 1_700_000_000;

    private final AlertReceiver receiver = AlertReceiver.start(0);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void whatIsSignedIsTakenAndCounted() throws IOException, InterruptedException {
        assertThat(post("one", "{\"text\": \"µ\"}", "{\"text\": \"µ\"}")).isEqualTo(204);
        assertThat(post("one", "{}", "{}")).isEqualTo(204);
        assertThat(receiver.deliveries()).hasToString("1 ids, 1 repeats");
    }

    @Test
    void someAreToldToComeAgainOnce() throws IOException, InterruptedException {
        String busy = IntStream.range(0, 100)
                .mapToObj(number -> "id-" + number)
                .filter(AlertReceiver::isBusyFor)
                .findFirst()
                .orElseThrow();
        assertThat(post(busy, "{}", "{}")).isEqualTo(503);
        assertThat(receiver.deliveries()).hasToString("0 ids, 0 repeats");
        assertThat(post(busy, "{}", "{}")).isEqualTo(204);
        assertThat(receiver.deliveries()).hasToString("1 ids, 0 repeats");
    }

    @Test
    void whatIsNotIsRefusedAndNotCounted() throws IOException, InterruptedException {
        assertThat(post("one", "{}", "{\"text\": \"other\"}")).isEqualTo(401);
        assertThat(receiver.deliveries()).hasToString("0 ids, 0 repeats");
    }

    private int post(String id, String body, String signed) throws IOException, InterruptedException {
        String signature =
                new Signature(AlertReceiver.SECRET).of(id, TIMESTAMP, signed.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.url()))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(TIMESTAMP))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
