package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The metering of one traffic, with a broker of its own, that has met every scope and goes on: calls come in one
 * transaction, so that it finds them all there at once. Not thread-safe.
 */
final class MeteredScopes {
    private static final long CALLS = 200_000;
    /** Not timed: while these are read, the producer still closes. */
    private static final long SKIPPED = 20_000;

    private static final long LIMIT_SECONDS = 300;
    private static final long POLL_MILLIS = 1;

    private final StreamsTraffic traffic;
    private final Clock clock;
    private final StreamsStage stage;
    private final StreamsApp app;
    private long sent;

    MeteredScopes(StreamsTraffic traffic, Clock clock, Closeables open)
            throws ExecutionException, InterruptedException {
        this.traffic = traffic;
        this.clock = clock;
        stage = new StreamsStage(open);
        sent = Math.max(CALLS, traffic.keys());
        stage.fill(traffic, sent);
        app = open.add(StreamsApp.start(stage.freshSettings(), stage.topics()));
        await(sent);
    }

    /** Nanoseconds that a record takes. */
    double round() throws InterruptedException {
        stage.fillAtOnce(traffic, sent, sent + CALLS);
        long from = await(sent + SKIPPED);
        long start = clock.tickNanos();
        sent += CALLS;
        await(sent);
        return (clock.tickNanos() - start) / (double) (sent - from);
    }

    private long await(long wanted) throws InterruptedException {
        long limit = clock.tickNanos() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        long seen = app.counters().rated();
        while (seen < wanted) {
            if (clock.tickNanos() - limit > 0) {
                throw new IllegalStateException("rated: " + seen + " (expected: " + wanted + " in time)");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            seen = app.counters().rated();
        }
        return seen;
    }
}
