package io.millrace.streams.metering;

import java.util.List;
import java.util.random.RandomGenerator;

/** One of several, at random. */
final class Pick {
    private Pick() {}

    static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    static <T> T one(RandomGenerator random, T[] values) {
        return one(random, List.of(values));
    }
}
