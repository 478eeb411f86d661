package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RechargeRuleTest {
    private static Money usd(String text) {
        return Money.parseUsd(text);
    }

    @ParameterizedTest(name = "balance {0}: {1} cents")
    @CsvSource({"5, -1", "4.999999999, 1000", "0, 1000", "-5, 1000", "-5.000000001, 1001", "-70, 7500", "-200, 9000"})
    void aFixedAmountThatBringsTheBalanceBackToTheThreshold(String balance, long cents) {
        RechargeRule rule = new RechargeRule(usd("5"), 1_000, null, 9_000, null);
        assertThat(rule.cents(usd(balance), 0).orElse(-1)).isEqualTo(cents);
    }

    @ParameterizedTest(name = "balance {0}: {1} cents")
    @CsvSource({"5, -1", "4.999999999, 1501", "0, 2000", "-10.001, 3001"})
    void toATarget(String balance, long cents) {
        RechargeRule rule = new RechargeRule(usd("5"), 50, usd("20"), 9_000, null);
        assertThat(rule.cents(usd(balance), 0).orElse(-1)).isEqualTo(cents);
    }

    @ParameterizedTest(name = "{0} cents today: {1}")
    @CsvSource({"0, 1000", "1500, 1000", "1501, 999", "2450, 50", "2451, -1", "2500, -1", "9999, -1"})
    void theDayHasAnEnd(long today, long cents) {
        RechargeRule rule = new RechargeRule(usd("5"), 1_000, null, 9_000, 2_500L);
        assertThat(rule.cents(Money.ZERO, today).orElse(-1)).isEqualTo(cents);
    }

    @Test
    void agreesWithBigDecimals() {
        Trials.run(5_000, random -> {
            long amount = random.nextLong(50, 5_000);
            Money threshold = new Money(random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L));
            Money balance = new Money(random.nextLong());
            long most = amount + random.nextLong(100_000);
            OptionalLong cents = new RechargeRule(threshold, amount, null, most, null).cents(balance, 0);
            if (balance.compareTo(threshold) >= 0) {
                assertThat(cents).isEmpty();
                return;
            }
            BigDecimal missing = BigDecimal.valueOf(threshold.nanoUsd())
                    .subtract(BigDecimal.valueOf(balance.nanoUsd()))
                    .divide(BigDecimal.valueOf(10_000_000), 0, RoundingMode.CEILING);
            assertThat(cents)
                    .hasValue(missing.max(BigDecimal.valueOf(amount))
                            .min(BigDecimal.valueOf(most))
                            .longValueExact());
        });
    }

    @Test
    void refusesWhatStripeWouldRefuse() {
        assertThatThrownBy(() -> new RechargeRule(usd("5"), 49, null, 9_000, null))
                .hasMessage("top-up amount_cents: 49 (expected: 50 to 99999999)");
        assertThatThrownBy(() -> new RechargeRule(usd("5"), 1_000, null, 999, null))
                .hasMessage("auto-recharge charge_max: 999 (expected: 1000 to 99999999 cents)");
        assertThatThrownBy(() -> new RechargeRule(usd("5"), 1_000, usd("4"), 9_000, null))
                .hasMessageContaining("auto-recharge target");
    }
}
