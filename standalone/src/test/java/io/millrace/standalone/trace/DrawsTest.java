package io.millrace.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.testing.Trials;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final int DRAWS = 100_000;

    @Test
    void gammaHasTheMeanAndVarianceOfItsShape() {
        Trials.run(3, random -> {
            for (double shape : new double[] {0.3, 1.0, 4.0}) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < DRAWS; i++) {
                    double value = Draws.gamma(random, shape);
                    sum += value;
                    squares += value * value;
                }
                double mean = sum / DRAWS;
                assertThat(mean).isCloseTo(shape, within(0.05 * shape));
                assertThat(squares / DRAWS - mean * mean).isCloseTo(shape, within(0.1 * shape));
            }
        });
    }

    @Test
    void logNormalCountHasItsMedianAndBounds() {
        Trials.run(3, random -> {
            long below = 0;
            for (int i = 0; i < DRAWS; i++) {
                long value = Draws.logNormalCount(random, 1_000, 1.0, 10, 20_000);
                assertThat(value).isBetween(10L, 20_000L);
                below += value < 1_000 ? 1 : 0;
            }
            assertThat(below).isBetween(DRAWS * 49L / 100, DRAWS * 51L / 100);
        });
    }

    @Test
    void mixIsOneToOneInItsNumber() {
        Set<Long> seen = new HashSet<>();
        for (long number = -DRAWS; number < DRAWS; number++) {
            seen.add(Draws.mix(42, number));
        }
        assertThat(seen).hasSize(2 * DRAWS);
    }
}
