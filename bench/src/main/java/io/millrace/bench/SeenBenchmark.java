package io.millrace.bench;

import io.millrace.standalone.bench.Measurement;
import io.millrace.streams.topology.IdSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Remembering 10 million event ids, as the deduplication does, beside a {@code HashSet<UUID>}: CPU time to add one that is
 * new, growth included, and to find one that is known; and the heap. The set alone, without Kafka. Part of the
 * benchmark {@code streams}.
 */
final class SeenBenchmark {
    private static final int IDS = 10_000_000;
    private static final int WARM_UP_IDS = 1_000_000;
    private static final int KNOWN = 1_000_000;
    private static final int BATCH = 10_000;
    private static final int ROUNDS = 3;
    private static final String BASELINE = "HashSet<UUID>";

    /** Figures of one set. */
    private record Figures(List<Double> newNanos, List<Double> knownNanos, List<Double> bytes) {
        static Figures none() {
            return new Figures(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    List<Measurement> measure() {
        return measure(IDS, ROUNDS);
    }

    List<Measurement> measure(int ids, int rounds) {
        fill(Figures.none(), Math.min(ids, WARM_UP_IDS), idSet());
        fill(Figures.none(), Math.min(ids, WARM_UP_IDS), hashSet());
        Figures ours = Figures.none();
        Figures plain = Figures.none();
        for (int round = 0; round < rounds; round++) {
            fill(ours, ids, idSet());
            fill(plain, ids, hashSet());
        }
        String among = String.format("one of %,d event ids: ", ids);
        return List.of(
                new Measurement(among + "new, CPU time", "ns", ours.newNanos, BASELINE, plain.newNanos, null),
                new Measurement(among + "known, CPU time", "ns", ours.knownNanos, BASELINE, plain.knownNanos, null),
                new Measurement(among + "heap", "bytes", ours.bytes, BASELINE, plain.bytes, "27 to 54"));
    }

    private static Predicate<UUID> idSet() {
        IdSet ids = new IdSet();
        return id -> ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static Predicate<UUID> hashSet() {
        Set<UUID> ids = new HashSet<>();
        return ids::add;
    }

    /** @param add of an empty set: false for an id that is known */
    private static void fill(Figures figures, int ids, Predicate<UUID> add) {
        long before = Heap.usedBytes();
        figures.newNanos.add(nanosEach(0, ids, add, /* expected= */ true));
        figures.bytes.add((double) (Heap.usedBytes() - before) / ids);
        figures.knownNanos.add(nanosEach(0, Math.min(ids, KNOWN), add, /* expected= */ false));
    }

    /** Ids are made before they are timed, a batch at a time. */
    private static double nanosEach(int from, int to, Predicate<UUID> add, boolean expected) {
        long nanos = 0;
        for (int first = from; first < to; first += BATCH) {
            UUID[] ids = batch(first);
            int added = 0;
            long start = CpuTime.nanos();
            for (UUID id : ids) {
                added += add.test(id) ? 1 : 0;
            }
            nanos += CpuTime.nanos() - start;
            if (added != (expected ? BATCH : 0)) {
                throw new IllegalStateException("added: " + added + " (expected: " + (expected ? BATCH : 0) + ")");
            }
        }
        return (double) nanos / (to - from);
    }

    /** As gateways make them: the time first (version 7), then random bits; the same number, the same id. */
    private static UUID[] batch(int first) {
        UUID[] ids = new UUID[BATCH];
        for (int i = 0; i < BATCH; i++) {
            SplittableRandom random = new SplittableRandom(first + i);
            long millis = 1_700_000_000_000L + (first + i) / 10;
            ids[i] = new UUID(
                    millis << 16 | 0x7000L | random.nextInt(1 << 12), Long.MIN_VALUE | random.nextLong() >>> 2);
        }
        return ids;
    }
}
