package io.millrace.client.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int SEGMENT = SpoolSettings.SEGMENT_BYTES_MIN;
    private static final byte[] KEY = {'w'};
    private static final String SCHEMA = "{\"type\":\"string\"}";

    @TempDir
    Path directory;

    @Test
    void recordsAreReadInOrderWithKeySchemaAndTime() {
        try (Spool spool = open(8)) {
            spool.append(new byte[] {1, 2}, new byte[] {3, 4, 5, 6}, 3, 77, () -> {});
            SpooledRecord record = Objects.requireNonNull(spool.next());

            assertThat(record.key()).containsExactly(1, 2);
            assertThat(record.body(1)).containsExactly(0, 3, 4, 5);
            assertThat(record.schema()).isEqualTo(SCHEMA);
            assertThat(record.acceptedAtMicros()).isEqualTo(77);
            assertThat(spool.next()).isNull();
        }
    }

    @Test
    void whatWasNotSettledIsThereAtTheNextStartAndComesFirst() {
        try (Spool spool = open(8)) {
            append(spool, 1, 2, 3, 4);
            spool.next();
            spool.next();
            spool.keepFrom(spool.next());
        }
        try (Spool spool = open(8)) {
            append(spool, 5);

            assertThat(spool.replayedRecords()).isEqualTo(2);
            assertThat(spool.pendingRecords()).isEqualTo(3);
            assertThat(readAll(spool)).containsExactly(3, 4, 5);
        }
    }

    @Test
    void processThatDiedWithoutClosingLosesNothing() throws IOException {
        Path copy = directory.resolve("copy");
        try (Spool spool = open(8)) {
            append(spool, IntStream.rangeClosed(1, 3_000).toArray());
            Files.createDirectories(copy);
            // What the page cache holds is what a new process would find.
            for (Path file : files()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (Spool spool = Spool.open(settings(copy, 8), SCHEMA, new SystemClock())) {
            assertThat(readAll(spool))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 3_000).boxed().toList());
            assertThat(spool.state().tornBytes()).isZero();
        }
    }

    @Test
    void settledSegmentsAreUsedAgain() throws IOException {
        try (Spool spool = open(4)) {
            for (int number = 0; number < 40_000; number++) {
                appendWaiting(spool, number);
                assertThat(body(spool.next())).isEqualTo(number);
                spool.settled(1);
                spool.keepFrom(null);
            }
            assertThat(spool.state().segments()).isLessThanOrEqualTo(4);
            assertThat(files()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void capIsKeptAndTheRecordsBeyondItAreRefused() throws IOException {
        try (Spool spool = open(3)) {
            List<Integer> taken = fill(spool);

            assertThat(spool.state().usedBytes()).isEqualTo(3L * SEGMENT);
            assertThat(files()).hasSize(3);
            assertThat(append(spool, -1)).containsExactly(AppendResult.FULL);
            assertThat(readAll(spool)).isEqualTo(taken);
        }
    }

    @Test
    void backlogGivenBackIsDeletedFromTheDisk() throws IOException {
        try (Spool spool = open(40)) {
            fill(spool);
            assertThat(files()).hasSize(40);
            readAll(spool);
            spool.keepFrom(null);

            awaitTrue(() -> spool.state().segments() <= 10);
            assertThat(files()).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void secondClientOnTheDirectoryIsRefusedByName() {
        try (Spool spool = open(4)) {
            assertThat(spool.pendingRecords()).isZero();
            assertThatThrownBy(() -> open(4))
                    .isInstanceOf(MillraceException.class)
                    .hasMessage("spool directory: " + directory + " (expected: one that no other client uses)");
        }
        open(4).close();
    }

    @Test
    void recordLargerThanASegmentIsRefused() {
        try (Spool spool = open(4)) {
            assertThat(spool.append(KEY, new byte[SEGMENT], SEGMENT, 1, () -> {}))
                    .isEqualTo(AppendResult.TOO_LARGE);
            assertThat(spool.append(new byte[0], new byte[9], 9, 1, () -> {})).isEqualTo(AppendResult.TOO_LARGE);
        }
    }

    @Test
    void closedSpoolTakesNothing() {
        Spool spool = open(4);
        spool.close();
        assertThat(append(spool, 1)).containsExactly(AppendResult.CLOSED);
    }

    @Test
    void fullDiskRefusesRecordsAndFreedSpaceTakesThemAgain() {
        FailingFiles disk = new FailingFiles();
        try (Spool spool = Spool.open(settings(directory, 40), SCHEMA, new SystemClock(), disk)) {
            awaitTrue(() -> disk.made.get() >= 8);
            disk.full = true;
            List<Integer> taken = fill(spool);
            assertThat(spool.state().writable()).isFalse();
            assertThat(append(spool, -1)).containsExactly(AppendResult.UNWRITABLE);

            disk.full = false;
            awaitTrue(() -> spool.state().writable());
            appendWaiting(spool, taken.size());
            taken.add(taken.size());
            assertThat(readAll(spool)).isEqualTo(taken);
        }
    }

    @Test
    void fullDiskAtTheStartOnlyDelays() {
        FailingFiles disk = new FailingFiles();
        disk.full = true;
        try (Spool spool = Spool.open(settings(directory, 8), SCHEMA, new SystemClock(), disk)) {
            assertThat(append(spool, 1)).containsExactly(AppendResult.UNWRITABLE);
            assertThat(spool.next()).isNull();
            disk.full = false;
            awaitTrue(() -> append(spool, 2).equals(List.of(AppendResult.TAKEN)));
            assertThat(readAll(spool)).containsExactly(2);
        }
    }

    @Test
    void damagedFileIsSetAsideAndTheOthersAreRead() throws IOException {
        try (Spool spool = open(8)) {
            append(spool, IntStream.range(0, 2_500).toArray());
        }
        Path first = files().get(0);
        byte[] bytes = Files.readAllBytes(first);
        bytes[20] ^= 1;
        Files.write(first, bytes);
        try (Spool spool = open(8)) {
            assertThat(spool.state().damagedSegments()).isEqualTo(1);
            assertThat(readAll(spool)).isNotEmpty().doesNotContain(0).endsWith(2_499);
            assertThat(Files.exists(directory.resolve(first.getFileName() + ".damaged")))
                    .isTrue();
        }
    }

    @Test
    void laterFormatIsRefusedByName() throws IOException {
        try (Spool spool = open(4)) {
            append(spool, 1);
        }
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[8] = 9;
        Files.write(file, bytes);

        assertThatThrownBy(() -> open(4))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("(expected: format version 1 or earlier)");
    }

    @Test
    void recordsKeepTheSchemaTheyWereWrittenWith() {
        try (Spool spool = open(4)) {
            append(spool, 1);
        }
        String later = "{\"type\":\"bytes\"}";
        try (Spool spool = Spool.open(settings(directory, 4), later, new SystemClock())) {
            append(spool, 2);
            SpooledRecord first = spool.next();
            SpooledRecord second = spool.next();
            assertThat(first == null ? "" : first.schema()).isEqualTo(SCHEMA);
            assertThat(second == null ? "" : second.schema()).isEqualTo(later);
        }
    }

    @Test
    void everyPolicyKeepsRecords() {
        for (FsyncPolicy policy : FsyncPolicy.values()) {
            Path own = directory.resolve(policy.name());
            SpoolSettings settings = new SpoolSettings(own, SEGMENT, 4L * SEGMENT, policy, Duration.ofMillis(1));
            try (Spool spool = Spool.open(settings, SCHEMA, new SystemClock())) {
                append(spool, 1, 2, 3);
                assertThat(spool.state().syncFailures()).isZero();
            }
            try (Spool spool = Spool.open(settings, SCHEMA, new SystemClock())) {
                assertThat(readAll(spool)).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void recordsOfManyThreadsAreAllThereOnceAndInEachThreadsOrder() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        try (Spool spool = open(200)) {
            CountDownLatch done = new CountDownLatch(threads);
            for (int thread = 0; thread < threads; thread++) {
                int from = thread * each;
                new Thread(() -> {
                            for (int number = from; number < from + each; number++) {
                                appendWaiting(spool, number);
                            }
                            done.countDown();
                        })
                        .start();
            }
            List<Integer> read = new ArrayList<>();
            while (read.size() < threads * each) {
                read.addAll(readAll(spool));
            }
            done.await();
            Set<Integer> all = new TreeSet<>(read);
            assertThat(all).hasSize(threads * each);
            for (int thread = 0; thread < threads; thread++) {
                int from = thread * each;
                assertThat(read.stream()
                                .filter(number -> number / each == from / each)
                                .toList())
                        .isSorted();
            }
        }
    }

    /** Against a queue: appends, reads, settlements and restarts in any order. */
    @Test
    void randomHistoriesAgreeWithAQueue() {
        AtomicInteger trial = new AtomicInteger();
        Trials.run(40, random -> {
            Path own = directory.resolve("trial-" + trial.incrementAndGet());
            Deque<Integer> unsettled = new ArrayDeque<>();
            Deque<SpooledRecord> inFlight = new ArrayDeque<>();
            Spool spool = Spool.open(settings(own, 64), SCHEMA, new SystemClock());
            int number = 0;
            int read = 0;
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(20)) {
                    case 0 -> {
                        spool.close();
                        spool = Spool.open(settings(own, 64), SCHEMA, new SystemClock());
                        inFlight.clear();
                        read = 0;
                        assertThat(spool.pendingRecords()).isEqualTo(unsettled.size());
                    }
                    case 1, 2, 3, 4, 5 -> {
                        for (int count = random.nextInt(50); count > 0 && !inFlight.isEmpty(); count--) {
                            spool.settled(inFlight.removeFirst().bytes());
                            unsettled.removeFirst();
                            read--;
                        }
                        spool.keepFrom(inFlight.peekFirst());
                    }
                    case 6, 7, 8, 9, 10, 11 -> {
                        List<Integer> expected = new ArrayList<>(unsettled);
                        for (int count = random.nextInt(80); count > 0 && read < expected.size(); count--) {
                            SpooledRecord record = Objects.requireNonNull(spool.next());
                            assertThat(body(record)).isEqualTo(expected.get(read++));
                            inFlight.addLast(record);
                        }
                    }
                    default -> {
                        for (int count = random.nextInt(60); count > 0; count--) {
                            unsettled.addLast(number);
                            appendWaiting(spool, number++);
                        }
                    }
                }
            }
            spool.close();
        });
    }

    private Spool open(int segments) {
        return Spool.open(settings(directory, segments), SCHEMA, new SystemClock());
    }

    private static SpoolSettings settings(Path directory, int segments) {
        return new SpoolSettings(
                directory, SEGMENT, (long) segments * SEGMENT, FsyncPolicy.NONE, Duration.ofMillis(100));
    }

    /** Until it has refused for a while, since files are made in the background. */
    private static List<Integer> fill(Spool spool) {
        List<Integer> taken = new ArrayList<>();
        long refusedSince = 0;
        while (refusedSince == 0 || System.nanoTime() - refusedSince < 200_000_000L) {
            if (append(spool, taken.size()).equals(List.of(AppendResult.TAKEN))) {
                taken.add(taken.size());
                refusedSince = 0;
            } else if (refusedSince == 0) {
                refusedSince = System.nanoTime();
            }
        }
        return taken;
    }

    private static void appendWaiting(Spool spool, int number) {
        awaitTrue(() -> append(spool, number).equals(List.of(AppendResult.TAKEN)));
    }

    private static List<AppendResult> append(Spool spool, int... numbers) {
        List<AppendResult> results = new ArrayList<>();
        for (int number : numbers) {
            byte[] body = String.format("%-64d", number).getBytes(StandardCharsets.US_ASCII);
            results.add(spool.append(KEY, body, body.length, number, () -> {}));
        }
        return results;
    }

    private static List<Integer> readAll(Spool spool) {
        List<Integer> numbers = new ArrayList<>();
        SpooledRecord record = spool.next();
        while (record != null) {
            numbers.add(body(record));
            record = spool.next();
        }
        return numbers;
    }

    private static int body(@Nullable SpooledRecord record) {
        return record == null ? -1 : Integer.parseInt(new String(record.body(0), StandardCharsets.US_ASCII).trim());
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }

    /** A disk that is full when told so. */
    private static final class FailingFiles implements SegmentFiles {
        private final SegmentFiles real = new MappedFiles(new DiskForcing());
        private final AtomicInteger made = new AtomicInteger();
        private volatile boolean full;

        @Override
        public MappedByteBuffer create(Path file, int bytes, boolean durable) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            made.incrementAndGet();
            return real.create(file, bytes, durable);
        }

        @Override
        public MappedByteBuffer open(Path file) throws IOException {
            return real.open(file);
        }

        @Override
        public void force(Path file, MappedByteBuffer bytes, int length) {
            real.force(file, bytes, length);
        }

        @Override
        public void delete(Path file) throws IOException {
            real.delete(file);
        }
    }
}
