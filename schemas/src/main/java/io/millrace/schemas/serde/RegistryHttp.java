package io.millrace.schemas.serde;

import io.millrace.schemas.serde.RegistryException.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to whichever URL answers, beginning with the last one that did. A request waits at most
 * (1 + retries) x URLs x (connect + read timeout), and the waits between the rounds. Thread-safe.
 */
final class RegistryHttp {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int ANSWER_BYTES_MAX = 16 << 20;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration span) throws InterruptedException;
    }

    private final RegistrySettings settings;
    private final Pause pause;
    private final HttpClient http;
    private volatile int lastGood;

    RegistryHttp(RegistrySettings settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.connectTimeout());
        Tls tls = settings.tls();
        if (tls != null) {
            builder.sslContext(tls.context()).sslParameters(tls.parameters());
        }
        http = builder.build();
    }

    /**
     * The first answer that is no call to try again; refusals are answers too.
     *
     * @param body null for a request without one
     * @throws RegistryException UNAVAILABLE when there is none within the retries, or the thread is interrupted
     */
    RegistryAnswer send(String method, String path, @Nullable String body) {
        try {
            IOException failure = new IOException("not tried");
            for (int round = 0; round <= settings.retries().retries(); round++) {
                if (round > 0) {
                    pause.of(settings.retries().waitBefore(round, ThreadLocalRandom.current()));
                }
                try {
                    return fromAnyUrl(method, path, body);
                } catch (IOException e) {
                    failure = e;
                }
            }
            throw new RegistryException(
                    Fault.UNAVAILABLE,
                    "schema registry: no answer from " + settings.endpoints() + " (expected: one; last: " + failure
                            + ")",
                    failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(
                    Fault.UNAVAILABLE, "schema registry: interrupted (expected: time to answer)", e);
        }
    }

    private RegistryAnswer fromAnyUrl(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        int urls = settings.endpoints().size();
        int first = lastGood;
        IOException failure = new IOException("no URL");
        for (int i = 0; i < urls; i++) {
            int url = (first + i) % urls;
            try {
                RegistryAnswer answer = exchange(settings.endpoints().get(url), method, path, body);
                lastGood = url;
                return answer;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private RegistryAnswer exchange(Endpoint endpoint, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.base() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .setHeader("Accept", CONTENT_TYPE)
                .setHeader("Content-Type", CONTENT_TYPE);
        if (endpoint.authorization() != null) {
            request.setHeader("Authorization", endpoint.authorization().reveal());
        }
        HttpResponse<String> response = received(request.build());
        int status = response.statusCode();
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
            throw new IOException(endpoint + path + " answered " + status);
        }
        return new RegistryAnswer(method + " " + endpoint + path, status, response.body());
    }

    /** The JDK's own request timeout ends at the headers; this one covers the body too. */
    private HttpResponse<String> received(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, headers -> new BoundedBody(ANSWER_BYTES_MAX));
        Duration bound = settings.connectTimeout().plus(settings.readTimeout());
        try {
            return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(request.uri() + ": no whole answer within " + bound.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } finally {
            // Ends the exchange of a timeout or an interrupt; nothing where there is an answer.
            answer.cancel(true);
        }
    }
}
