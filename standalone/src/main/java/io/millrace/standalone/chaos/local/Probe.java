package io.millrace.standalone.chaos.local;

import io.millrace.embedded.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a component whether it answers. */
final class Probe {
    private static final int ANSWER_MAX_MILLIS = 1_000;
    private static final int HTTP_OK = 200;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofMillis(ANSWER_MAX_MILLIS))
            .build();

    private Probe() {}

    /** Components without a port are asked nothing. */
    static boolean answers(Role role, int port) {
        return switch (role) {
            case STREAMS_1, STREAMS_2, ALERTS -> isOk("http://127.0.0.1:" + port + "/health/ready");
            case REGISTRY -> isOk("http://127.0.0.1:" + port + "/subjects");
            case KAFKA, POSTGRES, STRIPE -> connects(port);
            case SINKS, BILLING, GATEWAY -> true;
        };
    }

    private static boolean isOk(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMillis(ANSWER_MAX_MILLIS))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == HTTP_OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(FreePort.address(), port), ANSWER_MAX_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
