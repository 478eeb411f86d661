package io.millrace.standalone.demo;

import io.millrace.schemas.time.Clock;
import java.time.Duration;

/** Times a run: from the start of the work to the first record, and from there. Thread-safe. */
final class Stopwatch {
    private final long startedNanos;
    private final Clock clock;
    private volatile long firstNanos;
    private volatile boolean running;

    Stopwatch(long startedNanos, Clock clock) {
        this.startedNanos = startedNanos;
        this.clock = clock;
    }

    void firstRecord() {
        firstNanos = clock.tickNanos();
        running = true;
    }

    Duration untilFirstRecord() {
        return running ? Duration.ofNanos(firstNanos - startedNanos) : Duration.ZERO;
    }

    Duration sinceFirstRecord() {
        return running ? Duration.ofNanos(clock.tickNanos() - firstNanos) : Duration.ZERO;
    }
}
