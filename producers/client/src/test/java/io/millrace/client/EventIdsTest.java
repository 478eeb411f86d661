package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    /** The example of RFC 9562, appendix A.6, but for its rand_a 0xCC3: a new millisecond starts in the lower half, 0x4C3. */
    private static final long RFC_MILLIS = 0x017F22E279B0L;

    @Test
    void bitsAreLaidOutAsInTheExampleOfTheRfc() {
        RandomGenerator random = scripted(0xCC3 & 0x7FF, 0x18C4DC0C0C07398FL << 2);

        UUID id = new EventIds(new TestingClock(RFC_MILLIS * 1_000 + 999), random).next();

        assertThat(id).hasToString("017f22e2-79b0-74c3-98c4-dc0c0c07398f");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void idsAscendWhateverTheClockDoes() {
        Trials.run(50, random -> {
            JumpingClock clock = new JumpingClock(RFC_MILLIS);
            EventIds ids = new EventIds(clock, random);
            String before = "";
            for (int i = 0; i < 2_000; i++) {
                clock.millis += random.nextInt(4) == 0 ? random.nextInt(7) - 3 : 0;
                String id = ids.next().toString();
                assertThat(id).isGreaterThan(before);
                before = id;
            }
        });
    }

    @Test
    void usedUpCounterBorrowsTheNextMillisecond() {
        EventIds ids = new EventIds(new TestingClock(RFC_MILLIS * 1_000));
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()));
        assertThat(millisOf(made.get(0))).isEqualTo(RFC_MILLIS);
        assertThat(millisOf(made.get(4_999))).isBetween(RFC_MILLIS + 1, RFC_MILLIS + 2);
        assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }

    @Test
    void timeBefore1970CountsAsItsStart() {
        assertThat(millisOf(new EventIds(new TestingClock(-5_000)).next())).isZero();
    }

    @Test
    void threadsNeverGetTheSameId() throws Exception {
        // Equal random bits on every draw: the stamp alone must tell the ids apart.
        EventIds ids = new EventIds(new TestingClock(RFC_MILLIS * 1_000), () -> 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<List<UUID>> task = () -> {
                List<UUID> made = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    made.add(ids.next());
                }
                return made;
            };
            Set<UUID> all = new HashSet<>();
            for (Future<List<UUID>> made : threads.invokeAll(List.of(task, task, task, task))) {
                all.addAll(made.get());
            }
            assertThat(all).hasSize(20_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    private static RandomGenerator scripted(long... values) {
        int[] next = {0};
        return () -> values[next[0]++];
    }

    private static final class JumpingClock implements Clock {
        private long millis;

        private JumpingClock(long millis) {
            this.millis = millis;
        }

        @Override
        public long nowMicros() {
            return millis * 1_000;
        }

        @Override
        public long tickNanos() {
            return millis * 1_000_000;
        }
    }
}
