package io.millrace.streams.topology;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long something took, counted in fixed classes. Thread-safe. */
public final class LatencyCounter {
    /** Upper ends of the classes, milliseconds, each included; one without an end follows. */
    public static final List<Long> BOUNDS_MILLIS =
            List.of(1L, 2L, 5L, 10L, 15L, 20L, 30L, 60L, 100L, 250L, 500L, 1_000L, 5_000L, 30_000L);

    private static final long MICROS_PER_MILLI = 1_000;

    private final LongAdder[] classes = IntStream.rangeClosed(0, BOUNDS_MILLIS.size())
            .mapToObj(i -> new LongAdder())
            .toArray(LongAdder[]::new);
    private final LongAdder sumMicros = new LongAdder();

    /**
     * The counts at one moment.
     *
     * @param counts one for each bound, and one for what took longer; not cumulative
     */
    public record Snapshot(List<Long> counts, long sumMicros) {}

    /** @param micros below 0 counts as 0: two clocks may disagree */
    void add(long micros) {
        long taken = Math.max(0, micros);
        int index = 0;
        while (index < BOUNDS_MILLIS.size() && taken > BOUNDS_MILLIS.get(index) * MICROS_PER_MILLI) {
            index++;
        }
        classes[index].increment();
        sumMicros.add(taken);
    }

    public Snapshot snapshot() {
        return new Snapshot(Arrays.stream(classes).map(LongAdder::sum).toList(), sumMicros.sum());
    }
}
