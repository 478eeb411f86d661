package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.publish.CloseReport;
import io.millrace.client.publish.PublishResult;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client without Kafka, which its start does not need: nobody listens at the address. */
class UsageClientTest {
    private static final String NOBODY = "127.0.0.1:1";
    private static final String GATEWAY = "without-kafka";
    private static final long NOW_MICROS = 1_760_000_000_000_000L;
    /** The publishing half reads the clock, then its spool, then the verdict half. */
    private static final int READINGS = 3;

    @TempDir
    Path spool;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, READINGS})
    void startThatFailsLetsGoOfTheSpoolAndOfItsThreads(int reading) {
        try (UsageClient first = start(new SystemClock())) {
            assertThat(first.publish(Samples.usage("acme", NOW_MICROS, 1, 10, 20)))
                    .isEqualTo(PublishResult.ACCEPTED);
            assertThat(first.close(Duration.ZERO)).isEqualTo(new CloseReport(1, 1));
        }

        assertThatThrownBy(() -> start(new FailingClock(reading)).close())
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("reading " + reading);

        assertThat(threads()).isEmpty();
        try (UsageClient next = start(new SystemClock())) {
            assertThat(next.counters().replayed()).isEqualTo(1);
            next.close(Duration.ZERO);
        }
    }

    /** Else the test above would leave out a place where a start can fail. */
    @Test
    void startReadsTheClockAsOftenAsTheOtherTestSupposes() {
        FailingClock clock = new FailingClock(Integer.MAX_VALUE);
        try (UsageClient client = start(clock)) {
            assertThat(clock.readings).isEqualTo(READINGS);
            client.close(Duration.ZERO);
        }
    }

    private UsageClient start(Clock clock) {
        return UsageClient.start(
                ClientSettings.defaults(NOBODY, "http://" + NOBODY, GATEWAY).spoolingTo(spool), Topics.of(1), clock);
    }

    /** Those of this test alone. */
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("-" + GATEWAY) || name.endsWith("-" + spool.getFileName()))
                .toList();
    }

    /** Fails once, as a thread that cannot be started would. Readings of other threads do not count. */
    private static final class FailingClock implements Clock {
        private final Clock real = new SystemClock();
        private final Thread starter = Thread.currentThread();
        private final int failing;
        private int readings;

        FailingClock(int failing) {
            this.failing = failing;
        }

        @Override
        public long nowMicros() {
            read();
            return real.nowMicros();
        }

        @Override
        public long tickNanos() {
            read();
            return real.tickNanos();
        }

        private void read() {
            if (Thread.currentThread() == starter) {
                readings++;
                if (readings == failing) {
                    throw new OutOfMemoryError("reading " + readings);
                }
            }
        }
    }
}
