package io.millrace.client.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each fsync policy promises is still there when the machine loses its power. */
class PowerFailureTest {
    private static final int SEGMENT = SpoolSettings.SEGMENT_BYTES_MIN;
    private static final int SEGMENTS = 12;
    private static final int BODY_BYTES = 2_000;
    /** More than fit into a segment. */
    private static final int MORE_THAN_A_SEGMENT = SEGMENT / BODY_BYTES + 1;

    private static final byte[] KEY = {'w'};
    private static final String SCHEMA = "{\"type\":\"string\"}";
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final long INTERVAL_MICROS = INTERVAL.toMillis() * 1_000;
    private static final long START_MICROS = 1_760_000_000_000_000L;

    @TempDir
    Path root;

    private final AtomicInteger directories = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final TestingClock clock = new TestingClock(START_MICROS);

    @Test
    void underEveryRecordWhatWasPublishedIsThere() {
        Trials.run(20, random -> {
            PowerlessDisk disk = new PowerlessDisk();
            Deque<Integer> unsettled = new ArrayDeque<>();
            try (Spool spool = open(FsyncPolicy.EVERY_RECORD, disk)) {
                for (int round = 0; round < 120; round++) {
                    int number = append(spool);
                    unsettled.addLast(number);
                    if (random.nextInt(40) == 0) {
                        settleSome(spool, unsettled, random);
                        spool.upkeep();
                    }
                    if (random.nextInt(12) == 0) {
                        assertKept(disk, random, unsettled);
                    }
                }
            }
        });
    }

    @Test
    void underEveryRecordPublishReturnsAfterTheForce() {
        PowerlessDisk disk = new PowerlessDisk();
        try (Spool spool = open(FsyncPolicy.EVERY_RECORD, disk)) {
            for (int count = 0; count < 2 * MORE_THAN_A_SEGMENT; count++) {
                int before = disk.forces();
                append(spool);
                assertThat(disk.forces()).isEqualTo(before + 1);
            }
        }
    }

    /** Callers at the same time share forces; none may rely on one that began before its own record was written. */
    @Test
    void underEveryRecordCallersAtTheSameTimeAreAllServed() throws InterruptedException {
        PowerlessDisk disk = new PowerlessDisk();
        Set<Integer> returned = new ConcurrentSkipListSet<>();
        AtomicBoolean stopped = new AtomicBoolean();
        Trials.run(1, random -> {
            try (Spool spool = Spool.open(
                    settings(directory(), FsyncPolicy.EVERY_RECORD, 200), SCHEMA, clock, new MappedFiles(disk))) {
                List<Thread> callers = new ArrayList<>();
                for (int caller = 0; caller < 4; caller++) {
                    Thread thread = new Thread(() -> {
                        while (!stopped.get() && numbers.get() < 5_000) {
                            int number = numbers.incrementAndGet();
                            if (append(spool, number, () -> {}) == AppendResult.TAKEN) {
                                returned.add(number);
                            }
                        }
                    });
                    thread.start();
                    callers.add(thread);
                }
                for (int failure = 0; failure < 15; failure++) {
                    Set<Integer> promised = new TreeSet<>(returned);
                    assertThat(afterFailure(disk, random)).containsAll(promised);
                }
                stopped.set(true);
                callers.forEach(PowerFailureTest::join);
                assertThat(returned).hasSizeGreaterThan(100);
            }
        });
    }

    @Test
    void underIntervalNothingOlderThanTheIntervalIsLost() {
        Trials.run(20, random -> {
            PowerlessDisk disk = new PowerlessDisk();
            Map<Integer, Long> takenAt = new TreeMap<>();
            Deque<Integer> unsettled = new ArrayDeque<>();
            try (Spool spool = open(FsyncPolicy.INTERVAL, disk)) {
                long due = clock.tickNanos() + spool.upkeep();
                for (int round = 0; round < 150; round++) {
                    clock.advanceMicros(Math.min(random.nextLong(20_000), (due - clock.tickNanos()) / 1_000));
                    if (clock.tickNanos() >= due || random.nextInt(30) == 0) {
                        due = clock.tickNanos() + spool.upkeep();
                    }
                    for (int count = random.nextInt(4); count > 0; count--) {
                        int number = numbers.incrementAndGet();
                        if (append(spool, number, () -> {}) == AppendResult.TAKEN) {
                            takenAt.put(number, clock.nowMicros());
                            unsettled.addLast(number);
                        }
                    }
                    if (random.nextInt(40) == 0) {
                        settleSome(spool, unsettled, random);
                    }
                    if (random.nextInt(12) == 0) {
                        List<Integer> promised = unsettled.stream()
                                .filter(number ->
                                        takenAt.getOrDefault(number, 0L) <= clock.nowMicros() - INTERVAL_MICROS)
                                .toList();
                        assertKept(disk, random, promised);
                    }
                }
            }
        });
    }

    /** A force takes milliseconds, in which the segment can fill up; the next one must not begin behind it. */
    @Test
    void underIntervalARecordThatFillsTheSegmentDuringAForceIsForcedByTheNext() {
        PowerlessDisk disk = new PowerlessDisk();
        List<Integer> taken = new ArrayList<>();
        try (Spool spool = open(FsyncPolicy.INTERVAL, disk)) {
            taken.add(append(spool));
            disk.afterNextForce(() -> appendMany(spool, taken, MORE_THAN_A_SEGMENT));
            twoIntervals(spool);
            assertAllThere(disk, taken);
        }
    }

    /** Its place was taken before the segment was full, and it was written after the last force of the segment. */
    @Test
    void underIntervalARecordThatIsLateInAFullSegmentIsForcedByTheNext() {
        PowerlessDisk disk = new PowerlessDisk();
        List<Integer> taken = new ArrayList<>();
        try (Spool spool = open(FsyncPolicy.INTERVAL, disk)) {
            int late = numbers.incrementAndGet();
            append(spool, late, () -> {
                appendMany(spool, taken, MORE_THAN_A_SEGMENT);
                twoIntervals(spool);
            });
            twoIntervals(spool);
            taken.add(0, late);
            assertAllThere(disk, taken);
        }
    }

    @Test
    void underIntervalAForceThatFailedIsMadeAgain() {
        PowerlessDisk disk = new PowerlessDisk();
        List<Integer> taken = new ArrayList<>();
        try (Spool spool = open(FsyncPolicy.INTERVAL, disk)) {
            appendMany(spool, taken, MORE_THAN_A_SEGMENT);
            disk.fail(1);
            twoIntervals(spool);
            assertThat(spool.state().syncFailures()).isEqualTo(1);
            assertAllThere(disk, taken);
        }
    }

    @Test
    void underIntervalCloseForcesTheRest() {
        PowerlessDisk disk = new PowerlessDisk();
        List<Integer> taken = new ArrayList<>();
        try (Spool spool = open(FsyncPolicy.INTERVAL, disk)) {
            appendMany(spool, taken, MORE_THAN_A_SEGMENT);
        }
        assertAllThere(disk, taken);
    }

    @Test
    void underNoneNothingIsForced() {
        PowerlessDisk disk = new PowerlessDisk();
        try (Spool spool = open(FsyncPolicy.NONE, disk)) {
            appendMany(spool, new ArrayList<>(), MORE_THAN_A_SEGMENT);
            twoIntervals(spool);
        }
        assertThat(disk.forces()).isZero();
        assertAllThere(disk, List.of());
    }

    private void twoIntervals(Spool spool) {
        for (int interval = 0; interval < 2; interval++) {
            clock.advanceMicros(INTERVAL_MICROS);
            spool.upkeep();
        }
    }

    private Spool open(FsyncPolicy fsync, PowerlessDisk disk) {
        return Spool.openUnattended(settings(directory(), fsync, SEGMENTS), SCHEMA, clock, new MappedFiles(disk));
    }

    private static SpoolSettings settings(Path directory, FsyncPolicy fsync, int segments) {
        return new SpoolSettings(directory, SEGMENT, (long) segments * SEGMENT, fsync, INTERVAL);
    }

    private Path directory() {
        return root.resolve("d" + directories.incrementAndGet());
    }

    private void appendMany(Spool spool, List<Integer> taken, int count) {
        for (int i = 0; i < count; i++) {
            taken.add(append(spool));
        }
    }

    private int append(Spool spool) {
        int number = numbers.incrementAndGet();
        AppendResult result = append(spool, number, () -> {});
        if (result == AppendResult.FULL) {
            spool.upkeep();
            result = append(spool, number, () -> {});
        }
        assertThat(result).isEqualTo(AppendResult.TAKEN);
        return number;
    }

    private static AppendResult append(Spool spool, int number, Runnable beforeVisible) {
        byte[] body = String.format("%-" + BODY_BYTES + "d", number).getBytes(StandardCharsets.US_ASCII);
        return spool.append(KEY, body, body.length, number, beforeVisible);
    }

    /** Reads and settles at once, all or some. */
    private static void settleSome(Spool spool, Deque<Integer> unsettled, RandomGenerator random) {
        for (int count = random.nextInt(unsettled.size() + 1); count > 0; count--) {
            SpooledRecord record = Objects.requireNonNull(spool.next());
            spool.settled(record.bytes());
            unsettled.removeFirst();
        }
        spool.keepFrom(null);
    }

    /** In order, once each; others may be there too. */
    private void assertKept(PowerlessDisk disk, RandomGenerator random, Collection<Integer> promised) {
        Set<Integer> wanted = Set.copyOf(promised);
        List<Integer> kept =
                afterFailure(disk, random).stream().filter(wanted::contains).toList();
        assertThat(kept).containsExactlyElementsOf(promised);
    }

    /** Whichever of the later sectors reached the disk. */
    private void assertAllThere(PowerlessDisk disk, List<Integer> expected) {
        Trials.run(8, random -> assertThat(afterFailure(disk, random)).containsExactlyElementsOf(expected));
    }

    /** What the next start finds, in order. */
    private List<Integer> afterFailure(PowerlessDisk disk, RandomGenerator random) {
        Path left = directory();
        try {
            disk.fail(left, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Clock real = new SystemClock();
        SegmentFiles files = new MappedFiles(new DiskForcing());
        List<Integer> found = new ArrayList<>();
        try (Spool spool = Spool.openUnattended(settings(left, FsyncPolicy.NONE, 200), SCHEMA, real, files)) {
            for (SpooledRecord record = spool.next(); record != null; record = spool.next()) {
                found.add(Integer.parseInt(new String(record.body(0), StandardCharsets.US_ASCII).trim()));
            }
        }
        return found;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
