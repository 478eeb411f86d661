package io.millrace.schemas.service;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long something took, counted in fixed classes, as Prometheus has it. Thread-safe. */
public final class Histogram {
    /** Upper ends of the classes, milliseconds, each included; one without an end follows. */
    private static final List<Long> BOUNDS_MILLIS =
            List.of(1L, 2L, 5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLI_DIGITS = 3;
    private static final int NANO_DIGITS = 9;

    private final List<LongAdder> classes = IntStream.rangeClosed(0, BOUNDS_MILLIS.size())
            .mapToObj(i -> new LongAdder())
            .toList();
    private final LongAdder sumNanos = new LongAdder();

    /** @param nanos 0 or more */
    public void add(long nanos) {
        int index = 0;
        while (index < BOUNDS_MILLIS.size() && nanos > BOUNDS_MILLIS.get(index) * NANOS_PER_MILLI) {
            index++;
        }
        classes.get(index).increment();
        sumNanos.add(nanos);
    }

    /** @param name ends in _seconds */
    public void write(PrometheusText page, String name, String help) {
        page.metric(name, MetricType.HISTOGRAM, help);
        long seen = 0;
        for (int i = 0; i < classes.size(); i++) {
            seen += classes.get(i).sum();
            String bound = i < BOUNDS_MILLIS.size() ? decimal(BOUNDS_MILLIS.get(i), MILLI_DIGITS) : "+Inf";
            page.sample(name + "_bucket", Map.of("le", bound), seen);
        }
        page.sample(name + "_sum", Map.of(), decimal(sumNanos.sum(), NANO_DIGITS));
        page.sample(name + "_count", seen);
    }

    private static String decimal(long unscaled, int digits) {
        return BigDecimal.valueOf(unscaled, digits).stripTrailingZeros().toPlainString();
    }
}
