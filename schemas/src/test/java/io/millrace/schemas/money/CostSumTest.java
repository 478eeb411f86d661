package io.millrace.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.testing.Trials;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CostSumTest {
    @Test
    void sumEqualsTheSameSumInDecimals() {
        Trials.run(20_000, CostSumTest::compareWithDecimals);
    }

    private static void compareWithDecimals(RandomGenerator random) {
        CostSum sum = new CostSum();
        BigDecimal pico = BigDecimal.ZERO;
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            long units = random.nextLong(1L << random.nextInt(1, 41));
            long rate = random.nextLong(1L << random.nextInt(1, 31));
            sum.add(units, new Rate(rate));
            pico = pico.add(BigDecimal.valueOf(units).multiply(BigDecimal.valueOf(rate)));
        }
        BigDecimal nano = pico.movePointLeft(3).setScale(0, RoundingMode.HALF_EVEN);
        if (nano.toBigIntegerExact().bitLength() > 63) {
            assertThatThrownBy(sum::toMoney).isInstanceOf(MillraceException.class);
        } else {
            assertThat(sum.toMoney().nanoUsd()).isEqualTo(nano.longValueExact());
        }
    }

    @Test
    void halfANanoDollarGoesToTheEvenNeighbour() {
        assertThat(pico(500)).isZero();
        assertThat(pico(501)).isEqualTo(1);
        assertThat(pico(1_500)).isEqualTo(2);
        assertThat(pico(2_500)).isEqualTo(2);
    }

    @Test
    void sumBeyondMoneyIsRefusedByName() {
        CostSum sum = new CostSum().add(Long.MAX_VALUE, new Rate(2_000));
        assertThatThrownBy(sum::toMoney)
                .isInstanceOf(MillraceException.class)
                .hasMessage("cost: 18446744073709551614 nano-USD (expected: <= 9223372036854775807)");
    }

    private static long pico(long pico) {
        return new CostSum().add(pico, new Rate(1)).toMoney().nanoUsd();
    }
}
