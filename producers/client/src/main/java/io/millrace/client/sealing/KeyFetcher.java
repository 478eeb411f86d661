package io.millrace.client.sealing;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectExchange;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that fetches the keys which calls and records asked for; after a failure it waits 0.1 s, and longer each time up to
 * 5 s. Thread-safe.
 */
final class KeyFetcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFetcher.class);
    /** What comes on top is asked for again by the next call. */
    private static final int WANTED_MAX = 20_000;

    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Set<Subject> wanted = ConcurrentHashMap.newKeySet();
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final KeySource source;
    private final SubjectKeys keys;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;

    KeyFetcher(SealingSettings settings, KeySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.keys = new SubjectKeys(settings.cacheSubjects(), settings.cacheTtl(), this::want, clock);
        this.thread = new Thread(this::run, "millrace-keys");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    SubjectKeys keys() {
        return keys;
    }

    SealingCounters counters(long sealed, long withheld) {
        return new SealingCounters(sealed, withheld, fetched.sum(), failures.sum(), keys.size(), wanted.size());
    }

    private void want(Subject subject) {
        if (wanted.size() < WANTED_MAX && wanted.add(subject)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        long wait = FIRST_WAIT_NANOS;
        while (!closed) {
            List<Subject> next =
                    wanted.stream().limit(SubjectExchange.SUBJECTS_MAX).toList();
            if (next.isEmpty()) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            } else if (fetch(next, wait == FIRST_WAIT_NANOS)) {
                wait = FIRST_WAIT_NANOS;
            } else {
                pause(wait);
                wait = Math.min(wait * 2, LONGEST_WAIT_NANOS);
            }
        }
    }

    private boolean fetch(List<Subject> next, boolean logged) {
        long asked = clock.tickNanos();
        try {
            List<SubjectKey> answer = source.resolve(next);
            for (int i = 0; i < next.size(); i++) {
                keys.put(next.get(i), answer.get(i), asked);
                wanted.remove(next.get(i));
            }
            fetched.add(next.size());
            return true;
        } catch (InterruptedException e) {
            closed = true;
            return false;
        } catch (IOException | RuntimeException e) {
            failures.increment();
            if (logged) {
                LOG.warn("keys: not fetched (expected: an answer of the vault); records go out without personal fields", e);
            }
            return false;
        }
    }

    /** A subject that is wanted meanwhile ends no wait: a vault that is away is not asked more often for it. */
    private void pause(long nanos) {
        long end = clock.tickNanos() + nanos;
        for (long left = nanos; left > 0 && !closed; left = end - clock.tickNanos()) {
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
