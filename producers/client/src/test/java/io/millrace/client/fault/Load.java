package io.millrace.client.fault;

import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Usage;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that publishes numbered records at a steady rate, from its start to {@link #stop}. */
final class Load {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STOP_MILLIS = 60_000;

    private final SystemClock clock = new SystemClock();
    private final UsageClient client;
    private final int perTick;
    private final Set<Long> accepted = new HashSet<>();
    private final Thread thread;
    private long attempted;
    private long publishNanosMax;
    private @Nullable RuntimeException thrown;
    private volatile boolean stopped;

    /**
     * @param firstNumber the number of the first record; the others follow
     * @param perSecond records a second, 200 or more
     */
    Load(UsageClient client, long firstNumber, int perSecond) {
        this.client = client;
        this.perTick = (int) (perSecond * TICK_NANOS / TimeUnit.SECONDS.toNanos(1));
        this.thread = new Thread(() -> run(firstNumber), "load");
        thread.start();
    }

    /** Ends it, and throws what publish threw. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join(STOP_MILLIS);
        if (thread.isAlive()) {
            throw new AssertionError("publish: has not returned for " + STOP_MILLIS + " ms (expected: at once)");
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    /** The numbers publish accepted; after the stop. */
    Set<Long> accepted() {
        return accepted;
    }

    /** Records handed to publish; after the stop. */
    long attempted() {
        return attempted;
    }

    /** The longest call of publish, in milliseconds, rounded down; after the stop. */
    long publishMillisMax() {
        return TimeUnit.NANOSECONDS.toMillis(publishNanosMax);
    }

    private void run(long firstNumber) {
        try {
            long next = clock.tickNanos();
            while (!stopped) {
                for (int i = 0; i < perTick; i++) {
                    publish(firstNumber + attempted);
                }
                next += TICK_NANOS;
                LockSupport.parkNanos(Math.max(0, next - clock.tickNanos()));
            }
        } catch (RuntimeException e) {
            thrown = e;
        }
    }

    private void publish(long number) {
        Usage usage = NumberedUsages.of(number);
        attempted++;
        long before = clock.tickNanos();
        PublishResult result = client.publish(usage);
        publishNanosMax = Math.max(publishNanosMax, clock.tickNanos() - before);
        if (result == PublishResult.ACCEPTED) {
            accepted.add(number);
        }
    }
}
