package io.millrace.sinks.cluster;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Commits rated records, some thousand a second, until it is told to stop; times go on from load to load. */
final class Load {
    private static final int TRANSACTION_ROWS = 100;
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final RatedTopic topic;
    private final Traffic traffic;
    private final List<UsageRow> sent = new ArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private volatile boolean stopped;
    private Future<?> sending;

    private Load(RatedTopic topic, Traffic traffic) {
        this.topic = topic;
        this.traffic = traffic;
        sending = executor.submit(this::send);
    }

    static Load start(RatedTopic topic, Traffic traffic) {
        return new Load(topic, traffic);
    }

    /** Ends, and gives all rows that are committed. */
    List<UsageRow> stop() throws ExecutionException, InterruptedException {
        stopped = true;
        sending.get();
        executor.shutdown();
        return sent;
    }

    private void send() {
        while (!stopped) {
            long start = Traffic.START + sent.size() * Micros.PER_MILLI;
            List<UsageRow> rows = traffic.rows(TRANSACTION_ROWS, start, TRANSACTION_ROWS * Micros.PER_MILLI);
            topic.commit(rows);
            sent.addAll(rows);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
