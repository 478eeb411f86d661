package io.millrace.schemas.service;

import io.millrace.schemas.service.Health.Part;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A look at something that may be slow to answer: taken by one thread at a time, and not again while the last one is young. Who
 * comes meanwhile hears what the last one found. Thread-safe.
 */
public final class Probe {
    private static final Duration YOUNG = Duration.ofSeconds(2);

    /** Throws when it is not well. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    private final String name;
    private final Check check;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Part last;
    private volatile long lookedNanos;
    private volatile boolean looked;

    public Probe(String name, Check check, Clock clock) {
        this.name = name;
        this.check = check;
        this.clock = clock;
        last = Part.waiting(name, "not looked at yet");
    }

    public Part part() {
        if ((!looked || clock.tickNanos() - lookedNanos > YOUNG.toNanos()) && looking.tryLock()) {
            try {
                last = look();
                lookedNanos = clock.tickNanos();
                looked = true;
            } finally {
                looking.unlock();
            }
        }
        return last;
    }

    private Part look() {
        try {
            check.run();
            return Part.ready(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Part.waiting(name, "interrupted");
        } catch (Exception e) { // whatever it is: it is not well
            return Part.waiting(name, String.valueOf(e.getMessage()));
        }
    }
}
