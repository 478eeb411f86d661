package io.millrace.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.scope.Dimension;
import org.junit.jupiter.api.Test;

/** Every constant that a state may hold can be written. */
class CodesTest {
    @Test
    void everyConstantComesBack() {
        assertComesBack(Codes.DIMENSIONS, Dimension.values());
        assertComesBack(Codes.MEASURES, Measure.values());
        assertComesBack(Codes.PERIODS, Period.values());
        assertComesBack(Codes.VERDICTS, Verdict.values());
        assertComesBack(Codes.REASONS, Reason.values());
    }

    @SafeVarargs
    private static <E extends Enum<E>> void assertComesBack(Codes<E> codes, E... constants) {
        for (E constant : constants) {
            assertThat(codes.at(codes.of(constant))).isEqualTo(constant);
        }
    }
}
