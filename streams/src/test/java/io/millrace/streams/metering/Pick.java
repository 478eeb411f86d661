package io.millrace.streams.metering;

import java.util.List;
import java.util.random.RandomGenerator;

/** One of several, at random. */
public final class Pick {
    private Pick() {}

    public static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public static <T> T one(RandomGenerator random, T[] values) {
        return one(random, List.of(values));
    }
}
