package io.millrace.billing.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.billing.webhook.PaymentEffect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes webhooks and books what they tell of, as a second writer beside the chargers. */
final class SettlingListener implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUCCEEDED = "payment_intent.succeeded";

    private final HttpServer server;
    private final AtomicInteger heard = new AtomicInteger();

    SettlingListener(PaymentEffect effect) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, effect));
        server.start();
    }

    private void answer(HttpExchange exchange, PaymentEffect effect) throws IOException {
        JsonNode event = JSON.readTree(exchange.getRequestBody());
        int status = 200;
        try {
            if (event.path("type").asText().equals(SUCCEEDED)) {
                effect.settle(event.path("data").path("object").path("id").asText());
                heard.incrementAndGet();
            }
        } catch (RuntimeException e) {
            status = 500; // it is sent again
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    int heard() {
        return heard.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
