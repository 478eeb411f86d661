package io.millrace.schemas.testing;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a trial many times on seeded randomness; a failure names the seed that repeats it. */
public final class Trials {
    private static final String SEED_PROPERTY = "millrace.seed";
    private static final long FIRST_SEED = 20_261_121L;

    /** One trial. */
    @FunctionalInterface
    public interface Trial {
        void run(RandomGenerator random);
    }

    private Trials() {}

    /** Seeds FIRST_SEED, FIRST_SEED + 1, …; -Dmillrace.seed=N runs that seed alone. */
    public static void run(int count, Trial trial) {
        Long only = Long.getLong(SEED_PROPERTY);
        int trials = only == null ? count : 1;
        for (int i = 0; i < trials; i++) {
            long seed = only == null ? FIRST_SEED + i : only;
            try {
                trial.run(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("trial " + i + " failed; repeat with -D" + SEED_PROPERTY + "=" + seed, e);
            }
        }
    }
}
