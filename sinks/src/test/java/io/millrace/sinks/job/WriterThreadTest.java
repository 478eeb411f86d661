package io.millrace.sinks.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WriterThreadTest {
    private final SimpleCounter rowsAdded = new SimpleCounter();
    /** Connects at the first write, which never comes. */
    private final UsageStore store = new UsageStore(
            new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", new Secret("")),
            RetryPolicy.FIVE_MINUTES,
            new SystemClock());

    private final WriterThread writer = new WriterThread(
            store, new SinkCounters(rowsAdded, new SimpleCounter(), new SimpleCounter()), Duration.ofMillis(100));

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void handingOverWaitsForTheWorkBeforeAndForNoMore() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        writer.handOver(store -> {
            first.await();
            return 3;
        });
        assertThat(writer.isBusy()).isTrue();
        first.countDown();
        writer.handOver(store -> {
            second.await();
            return 4;
        });
        assertThat(rowsAdded.getCount()).isEqualTo(3);
        second.countDown();
        writer.await();
        assertThat(rowsAdded.getCount()).isEqualTo(7);
        assertThat(writer.isBusy()).isFalse();
    }

    @Test
    void failureIsThrownAtEveryLaterCallAndNoWorkIsBegunAfterIt() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        writer.handOver(store -> {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE_AWAY", "database: gone (expected: there)");
        });
        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(writer::await)
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo("DATABASE_AWAY"))
                    .hasMessage("database: gone (expected: there)");
            assertThatThrownBy(() -> writer.handOver(store -> begin(begun))).isInstanceOf(MillraceException.class);
        }
        writer.close();
        assertThat(begun).isFalse();
    }

    @Test
    void failureThatNobodyExpectedIsThrownWithItsCause() throws Exception {
        writer.handOver(store -> {
            throw new IllegalStateException("odd");
        });
        assertThatThrownBy(writer::await)
                .isInstanceOf(MillraceException.class)
                .hasMessage("batch: not written (expected: written)")
                .hasCause(new IllegalStateException("odd"));
    }

    @Test
    void closingInterruptsTheWorkAndEndsTheThread() throws Exception {
        CompletableFuture<Thread> working = new CompletableFuture<>();
        writer.handOver(store -> {
            working.complete(Thread.currentThread());
            new CountDownLatch(1).await();
            return 0;
        });
        Thread thread = working.get();
        writer.close();
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void closingDoesNotWaitForEverForWorkThatCannotBeInterrupted() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<Thread> working = new CompletableFuture<>();
        writer.handOver(store -> {
            working.complete(Thread.currentThread());
            while (!end.get()) {
                Thread.onSpinWait();
            }
            return 0;
        });
        Thread thread = working.get();
        writer.close();
        assertThat(thread.isAlive()).isTrue();
        end.set(true);
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }

    private static long begin(AtomicBoolean begun) {
        begun.set(true);
        return 0;
    }
}
