package io.millrace.bench;

import io.millrace.schemas.time.Clock;
import io.millrace.standalone.stack.Closeables;
import io.millrace.streams.StreamsApp;
import java.util.concurrent.ExecutionException;

/**
 * The metering of one traffic, with a broker of its own, that has met every scope and goes on: calls come in one
 * transaction, so that it finds them all there at once. Not thread-safe.
 */
final class MeteredScopes {
    private static final long CALLS = 200_000;
    /** Not timed: while these are read, the producer still closes. */
    private static final long SKIPPED = 20_000;

    private final StreamsTraffic traffic;
    private final StreamsStage stage;
    private final RecordCount rated;
    private long sent;

    MeteredScopes(StreamsTraffic traffic, Clock clock, Closeables open)
            throws ExecutionException, InterruptedException {
        this.traffic = traffic;
        stage = new StreamsStage(open);
        sent = Math.max(CALLS, traffic.keys());
        stage.fill(traffic, sent);
        StreamsApp app = open.add(StreamsApp.start(stage.freshSettings(), stage.topics()));
        rated = new RecordCount(() -> app.counters().rated(), clock);
        rated.await(sent);
    }

    /** Nanoseconds that a record takes. */
    double round() throws InterruptedException {
        stage.fillAtOnce(traffic, sent, sent + CALLS);
        double perSecond = rated.perSecond(sent + SKIPPED, sent + CALLS);
        sent += CALLS;
        return 1e9 / perSecond;
    }
}
