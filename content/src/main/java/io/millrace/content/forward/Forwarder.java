package io.millrace.content.forward;

import io.millrace.content.feed.BodiesTaker;
import io.millrace.content.seal.CallBodies;
import io.millrace.content.seal.ContentKeys;
import io.millrace.content.seal.SealedBodies;
import io.millrace.schemas.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens bodies and posts them to a collector, at least once each. One that does not answer, or asks for patience (408, 425, 429, 5xx),
 * is tried again until it takes them; what it refuses otherwise is counted and passed over. Redirects are not followed. Thread-safe.
 */
public final class Forwarder implements BodiesTaker {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Below Datadog's 5 MB for one request. */
    private static final int CALLS_MAX = 5;

    private final Collector collector;
    private final URI address;
    private final @Nullable Secret key;
    private final ContentKeys keys;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(Redirect.NEVER)
            .build();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** @param key of the collector; null where it asks for none */
    public Forwarder(Collector collector, URI address, @Nullable Secret key, ContentKeys keys) {
        this.collector = collector;
        this.address = address;
        this.key = key;
        this.keys = keys;
    }

    @Override
    public void take(List<SealedBodies> bodies) throws IOException, InterruptedException {
        for (int from = 0; from < bodies.size(); from += CALLS_MAX) {
            post(bodies.subList(from, Math.min(bodies.size(), from + CALLS_MAX)).stream()
                    .map(keys::open)
                    .toList());
        }
    }

    public long forwarded() {
        return forwarded.sum();
    }

    /** Calls that the collector refused for good. */
    public long refused() {
        return refused.sum();
    }

    private void post(List<CallBodies> calls) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("user-agent", "millrace-content")
                .POST(BodyPublishers.ofString(collector.body(calls)));
        if (key != null) {
            Collector.Header header = collector.key(key.reveal());
            request.header(header.name(), header.value());
        }
        judge(client.send(request.build(), BodyHandlers.discarding()), calls);
    }

    private void judge(HttpResponse<Void> response, List<CallBodies> calls) throws IOException {
        int status = response.statusCode();
        if (status >= 200 && status <= 299) {
            forwarded.add(calls.size());
        } else if (status >= 500 || status == 408 || status == 425 || status == 429) {
            throw new IOException("collector: " + status + " (expected: 200 to 299)");
        } else {
            refused.add(calls.size());
            LOG.warn(
                    "collector: {} (expected: 200 to 299); {} calls from {} on passed over",
                    status,
                    calls.size(),
                    calls.get(0).eventId());
        }
    }
}
