package io.millrace.embedded;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a trial many times on seeded randomness; a failure names the seed that repeats it. The module {@code schemas} has
 * the like, but its own tests may want this registry, so nothing here depends on it.
 */
public final class SeededTrials {
    private static final String SEED_PROPERTY = "millrace.seed";
    private static final long FIRST_SEED = 20_261_124L;

    /** One trial. */
    @FunctionalInterface
    public interface Trial {
        void run(RandomGenerator random);
    }

    private SeededTrials() {}

    /** True when {@code -Dmillrace.seed=N} asks for one trial alone. */
    public static boolean single() {
        return Long.getLong(SEED_PROPERTY) != null;
    }

    /** Seeds FIRST_SEED, FIRST_SEED + 1, …; -Dmillrace.seed=N runs that seed alone. */
    public static void run(int count, Trial trial) {
        long first = Long.getLong(SEED_PROPERTY, FIRST_SEED);
        for (long seed = first; seed < first + (single() ? 1 : count); seed++) {
            try {
                trial.run(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("trial failed; repeat with -D" + SEED_PROPERTY + "=" + seed, failed);
            }
        }
    }
}
