package io.millrace.billing.postpaid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.postpaid.LastCharge.End;
import io.millrace.billing.postpaid.PostpaidRule.Decision;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostpaidRuleTest {
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static PostpaidStanding standing(
            @Nullable Long threshold, String owed, @Nullable LastCharge last, Map<YearMonth, String> used) {
        TreeMap<YearMonth, Money> months = new TreeMap<>();
        used.forEach((month, usd) -> months.put(month, Money.parseUsd(usd)));
        return new PostpaidStanding(
                new PostpaidTerms(threshold, BERLIN),
                NOVEMBER,
                Money.parseUsd(owed),
                last,
                month -> months.tailMap(month, /* inclusive= */ false).values().stream()
                        .reduce(Money.ZERO, Money::plus));
    }

    private static String at(String instant, PostpaidStanding standing) {
        Decision decision = PostpaidRule.decide(standing, Micros.of(Instant.parse(instant)));
        NewCharge charge = decision.charge();
        return decision.nextPeriod() + (charge == null ? "" : " " + charge.reason() + " " + charge.cents());
    }

    private static LastCharge last(ChargeReason reason, End end, String owed, long cents) {
        YearMonth period = reason == ChargeReason.PERIOD ? OCTOBER : null;
        return new LastCharge(reason, period, Money.parseUsd(owed), cents, end);
    }

    /** The example of docs/billing.md. */
    @Test
    void aMonthIsChargedForWhatItAndThoseBeforeLeftOwed() {
        Map<YearMonth, String> used = Map.of(NOVEMBER, "12.345678", DECEMBER, "3.00");
        PostpaidStanding standing = standing(2_000L, "15.345678", null, used);
        assertThat(at("2026-11-30T23:59:59Z", standing)).isEqualTo("2026-11");
        assertThat(at("2026-12-01T00:00:00Z", standing)).isEqualTo("2026-12 PERIOD 1234");
        assertThat(at("2027-01-15T00:00:00Z", standing)).isEqualTo("2027-01 PERIOD 1534");
    }

    @ParameterizedTest
    @CsvSource({
        "0.499999999, ''",
        "0.50, ' PERIOD 50'",
        "0.509999999, ' PERIOD 50'",
        "0, ''",
        "1000000.50, ' PERIOD 99999999'"
    })
    void lessThanTheLeastIsCarriedAndNoMoreThanTheMostIsAskedFor(String owed, String charge) {
        assertThat(at("2026-12-02T00:00:00Z", standing(null, owed, null, Map.of())))
                .isEqualTo("2026-12" + charge);
    }

    @Test
    void aThresholdIsChargedWhenItIsReached() {
        assertThat(at("2026-11-10T00:00:00Z", standing(2_000L, "19.999999999", null, Map.of())))
                .isEqualTo("2026-11");
        assertThat(at("2026-11-10T00:00:00Z", standing(2_000L, "20.000000001", null, Map.of())))
                .isEqualTo("2026-11 THRESHOLD 2000");
        assertThat(at("2026-11-10T00:00:00Z", standing(null, "500.00", null, Map.of())))
                .isEqualTo("2026-11");
    }

    @Test
    void afterADeclineNothingIsChargedBeforeTheNextMonthIsOver() {
        PostpaidStanding failed =
                standing(2_000L, "50.00", last(ChargeReason.PERIOD, End.FAILED, "20.00", 2_000), Map.of());
        assertThat(at("2026-11-10T00:00:00Z", failed)).isEqualTo("2026-11");
        assertThat(at("2026-12-01T00:00:00Z", failed)).isEqualTo("2026-12 PERIOD 5000");
    }

    @Test
    void aMonthThatWasGivenUpOrCutShortIsChargedAgain() {
        Map<YearMonth, String> used = Map.of(NOVEMBER, "1.00");
        LastCharge again = last(ChargeReason.PERIOD, End.OPEN_AGAIN, "20.00", 2_000);
        assertThat(at("2026-11-10T00:00:00Z", standing(null, "8.759", again, used)))
                .isEqualTo("2026-11 PERIOD 775");
        LastCharge cut = last(ChargeReason.PERIOD, End.PAID, "1000007.50", 99_999_999);
        assertThat(at("2026-11-10T00:00:00Z", standing(null, "8.51", cut, used)))
                .isEqualTo("2026-11 PERIOD 751");
        LastCharge paid = last(ChargeReason.PERIOD, End.PAID, "20.009", 2_000);
        assertThat(at("2026-11-10T00:00:00Z", standing(null, "8.51", paid, used)))
                .isEqualTo("2026-11");
        LastCharge threshold = last(ChargeReason.THRESHOLD, End.OPEN_AGAIN, "20.00", 2_000);
        assertThat(at("2026-11-10T00:00:00Z", standing(2_000L, "19.99", threshold, used)))
                .isEqualTo("2026-11");
    }

    @ParameterizedTest
    @CsvSource({
        "0, Clear",
        "0.000000001, ROUNDING 0.000000001",
        "0.009999999, ROUNDING 0.009999999",
        "0.01, WRITE_OFF 0.010000000",
        "0.499999999, WRITE_OFF 0.499999999",
        "0.50, charge 50",
        "12.345, charge 1234"
    })
    void aClosingAccountOwesWhatCanBeCharged(String owed, String step) {
        assertThat(show(Closeout.of(Money.parseUsd(owed)))).isEqualTo(step);
    }

    private static String show(Closeout step) {
        if (step instanceof Closeout.LetGo letGo) {
            return letGo.debt() + " " + letGo.amount().toString().substring(1);
        }
        return step instanceof Closeout.FinalCharge last
                ? "charge " + last.charge().cents()
                : "Clear";
    }

    @Test
    void termsAreChecked() {
        assertThatThrownBy(() -> new PostpaidTerms(49L, BERLIN))
                .hasMessage("postpaid threshold_cents: 49 (expected: 50 to 99999999)");
        PostpaidTerms terms = new PostpaidTerms(null, BERLIN);
        assertThatThrownBy(() -> BillingTerms.postpaid("acme", Money.ZERO, terms))
                .hasMessage("workspace acme credit_limit: $0.000000000 (expected: > $0, or none)");
        assertThatThrownBy(() -> new BillingTerms("acme", BillingMode.PREPAID, Money.ZERO, terms))
                .hasMessage("workspace acme postpaid terms: PREPAID (expected: POSTPAID)");
        assertThatThrownBy(() -> BillingTerms.prepaid("acme", new Money(-1)))
                .hasMessage("workspace acme limit: -$0.000000001 (expected: >= $0)");
        assertThat(Objects.requireNonNull(
                        BillingTerms.postpaid("acme", null, terms).postpaid()))
                .isEqualTo(terms);
    }
}
