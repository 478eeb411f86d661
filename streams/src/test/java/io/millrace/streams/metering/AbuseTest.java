package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.CHARGE;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbuseTest {
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));

    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(new MemoryMeterState(), heard, 0);

    private void put(AbuseSignals abuse) {
        put(policy().withAbuse(abuse));
    }

    private void put(Policy policy) {
        meter.policy(policy.policyId(), policy);
    }

    private static Policy policy() {
        return Policies.budget("a", API_KEY, CHARGE, 1_000_000, Period.MONTH, ZoneOffset.UTC, Action.NOTIFY, List.of());
    }

    private void charge(String key, long at, long amount) {
        Money money = new Money(amount);
        meter.usage(Calls.at("w", key, at, 1), new Rating.Priced("p", 1, List.of(), money, money));
    }

    private void from(long at, int address) {
        meter.usage(Calls.from(Calls.at("w", "k", at, 1), Samples.pseudonym(address)), new Rating.Unpriced());
    }

    private List<String> alerts() {
        return heard.alerts.stream()
                .filter(a -> a.policyId().equals("w/a"))
                .map(AbuseTest::text)
                .toList();
    }

    private static String text(BudgetAlert a) {
        return a.kind() + " " + a.scope().value() + " " + a.used() + " of " + a.limit() + ", threshold "
                + a.threshold();
    }

    @Test
    void spikeIsAnHourFarAboveTheMeanOfTheHoursBefore() {
        put(new AbuseSignals(new SpikeSignal(500, 50, 4), null, null));
        for (int hour = 0; hour < 4; hour++) {
            charge("k", NOON + hour * Micros.PER_HOUR, 20);
        }
        charge("k", NOON + 4 * Micros.PER_HOUR, 99);
        assertThat(alerts()).isEmpty();
        charge("k", NOON + 4 * Micros.PER_HOUR + 1, 1);
        charge("k", NOON + 4 * Micros.PER_HOUR + 2, 500);
        assertThat(alerts()).containsExactly("SPIKE k 100 of 20, threshold 100");
    }

    @Test
    void spikeNeedsHistoryAndAnAmountWorthSaying() {
        put(new AbuseSignals(new SpikeSignal(200, 50, 3), null, null));
        charge("k", NOON, 1);
        charge("k", NOON + 2 * Micros.PER_HOUR, 1_000);
        charge("other", NOON, 1);
        charge("other", NOON + 3 * Micros.PER_HOUR, 49);
        assertThat(alerts()).isEmpty();
        charge("other", NOON + 3 * Micros.PER_HOUR, 1);
        assertThat(alerts()).containsExactly("SPIKE other 50 of 0, threshold 50");
    }

    @Test
    void tooManyAddressesAreToldOnceADay() {
        put(new AbuseSignals(null, new AddressSignal(2), null));
        for (int address : new int[] {1, 2, 2, 1}) {
            from(NOON, address);
        }
        assertThat(alerts()).isEmpty();
        for (int address = 3; address < 9; address++) {
            from(NOON + address, address);
        }
        from(NOON + Micros.PER_DAY, 1);
        from(NOON, 17);
        assertThat(alerts()).containsExactly("ADDRESSES k 3 of 2, threshold 3");
        from(NOON + Micros.PER_DAY, 2);
        from(NOON + Micros.PER_DAY, 3);
        assertThat(alerts()).hasSize(2);
    }

    @Test
    void burstNeedsErrorsAndAShareOfTheRequests() {
        put(new AbuseSignals(null, null, new ErrorSignal(2, 50, 60)));
        for (int i = 0; i < 4; i++) {
            charge("k", NOON + i, 1);
        }
        for (int i = 0; i < 4; i++) {
            meter.usage(
                    Calls.ending(Calls.at("w", "k", NOON + 10 + i, 0), Outcome.ERROR, false), new Rating.Unpriced());
        }
        assertThat(alerts()).isEmpty();
        for (int i = 0; i < 3; i++) {
            meter.usage(
                    Calls.ending(Calls.at("w", "k", NOON + 20 + i, 0), Outcome.TIMEOUT, false), new Rating.Unpriced());
        }
        assertThat(alerts()).containsExactly("ERRORS k 5 of 2, threshold 3");
    }

    @Test
    void signalsRaiseNoVerdict() {
        put(policy().withAbuse(new AbuseSignals(null, new AddressSignal(1), null)));
        from(NOON, 1);
        from(NOON, 2);
        assertThat(alerts()).hasSize(1);
        assertThat(heard.decisions).allMatch(d -> d.verdict() == Verdict.ALLOW).hasSize(1);
    }

    @Test
    void changedBoundHoldsForWhatWasCountedAndAnotherMeasureStartsAnew() {
        put(new AbuseSignals(null, new AddressSignal(5), null));
        for (int address = 1; address <= 4; address++) {
            from(NOON, address);
        }
        put(new AbuseSignals(null, new AddressSignal(2), null));
        from(NOON, 4);
        assertThat(alerts()).isEmpty();
        from(NOON, 5);
        assertThat(alerts()).containsExactly("ADDRESSES k 5 of 2, threshold 3");
        put(AbuseSignals.NONE);
        put(new AbuseSignals(null, new AddressSignal(1), null));
        from(NOON, 1);
        assertThat(alerts()).hasSize(1);
    }
}
