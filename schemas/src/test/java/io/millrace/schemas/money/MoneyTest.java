package io.millrace.schemas.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void parsesAndPrintsDollarsExactly() {
        assertThat(Money.parseUsd("0.054399").nanoUsd()).isEqualTo(54_399_000);
        assertThat(Money.parseUsd("-1.5")).hasToString("-$1.500000000");
        assertThat(new Money(1)).hasToString("$0.000000001");
    }

    @Test
    void refusesToRoundWhatItReads() {
        assertThatThrownBy(() -> Money.parseUsd("0.0000000001"))
                .hasMessage("amount: 0.0000000001 (expected: US dollars with at most 9 decimals, such as 12.34)");
        assertThatThrownBy(() -> Money.parseUsd("ten")).hasMessageStartingWith("amount: ten (expected:");
    }

    @Test
    void markupRoundsHalfEven() {
        assertThat(new Money(5).timesPpm(500_000)).isEqualTo(new Money(2));
        assertThat(new Money(7).timesPpm(500_000)).isEqualTo(new Money(4));
        assertThat(new Money(1_000_001).timesPpm(1_200_000)).isEqualTo(new Money(1_200_001));
        assertThat(new Money(123).timesPpm(0)).isEqualTo(Money.ZERO);
    }

    @Test
    void centsRoundDown() {
        assertThat(new Money(19_999_999).floorCents()).isEqualTo(1);
        assertThat(new Money(-1).floorCents()).isEqualTo(-1);
    }

    @Test
    void ratesAreReadPerUnitAndPerMillion() {
        assertThat(Rate.parseUsdPerUnit("6.5e-8").picoUsdPerUnit()).isEqualTo(65_000);
        assertThat(Rate.parseUsdPerMillion("2.50").picoUsdPerUnit()).isEqualTo(2_500_000);
        assertThatThrownBy(() -> Rate.parseUsdPerUnit("1e-13")).hasMessageStartingWith("rate: 1e-13 (expected:");
        assertThatThrownBy(() -> Rate.parseUsdPerMillion("-1")).hasMessageStartingWith("rate: -1 (expected:");
    }
}
