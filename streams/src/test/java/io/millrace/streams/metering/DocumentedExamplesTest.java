package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.CHARGE;
import static io.millrace.schemas.budget.Measure.REQUESTS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/metering.md. */
class DocumentedExamplesTest {
    private static final long NOON = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));
    private static final Scope W = Scope.ofWorkspace("w");
    private static final Scope KEY = new Scope("w", API_KEY, "k");

    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(new MemoryMeterState(), heard, 0);

    private void put(Policy policy) {
        meter.policy(policy.policyId(), policy);
    }

    private static Policy daily(List<Integer> percents) {
        return Policies.budget("b", API_KEY, CHARGE, nano("100"), Period.DAY, ZoneOffset.UTC, Action.BLOCK, percents);
    }

    private void charge(long at, String usd) {
        Money money = Money.parseUsd(usd);
        meter.usage(Calls.at("w", "k", at, 1), new Rating.Priced("p", 1, List.of(), money, money));
    }

    private void credit(String id, String usd) {
        meter.credit(new CreditEntry(id, "w", CreditKind.GRANT, Money.parseUsd(usd), "g", "", NOON));
    }

    private static long nano(String usd) {
        return Money.parseUsd(usd).nanoUsd();
    }

    private Verdict verdict(Scope scope) {
        return heard.newest(scope).verdict();
    }

    @Test
    void thresholdIsCrossedAndTheEndOfTheDayProjected() {
        put(daily(List.of(80)));
        charge(NOON, "79.50");
        assertThat(heard.alerts).isEmpty();
        charge(NOON, "1");
        BudgetAlert alert = heard.alerts.get(0);
        assertThat(alert.threshold()).isEqualTo(nano("80"));
        assertThat(alert.used()).isEqualTo(nano("80.50"));
        assertThat(Objects.requireNonNull(alert.projectedUsed())).isEqualTo(nano("161"));
        charge(NOON, "19.49");
        assertThat(verdict(KEY)).isEqualTo(Verdict.ALLOW);
        charge(NOON, "0.01");
        assertThat(verdict(KEY)).isEqualTo(Verdict.BLOCK);
    }

    @Test
    void lateCallRaisesTheAlertOfItsOwnDayAndBlocksNobodyToday() {
        put(daily(List.of(100)));
        charge(NOON - Micros.PER_DAY, "90");
        charge(NOON, "1");
        charge(NOON - Micros.PER_DAY, "10");
        assertThat(heard.alerts).extracting(BudgetAlert::used).containsExactly(nano("100"));
        assertThat(verdict(KEY)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void estimateFallsAsTheOldestSlotLeavesTheWindow() {
        RateWindow window = new RateWindow(60 * Micros.PER_SECOND);
        for (int i = 0; i < 60; i++) {
            window.add(NOON + i * 100_000L, 1);
        }
        assertThat(window.estimate()).isEqualTo(60);
        assertThat(window.estimateAt(NOON + 60 * Micros.PER_SECOND)).isEqualTo(60);
        assertThat(window.estimateAt(NOON + 63 * Micros.PER_SECOND)).isEqualTo(30);
        assertThat(window.estimateAt(NOON + 66 * Micros.PER_SECOND)).isZero();
    }

    @Test
    void creditReleasesOnlyWhenSomethingIsLeft() {
        meter.workspace(CreditTest.workspace(WorkspaceStatus.ACTIVE, BillingMode.PREPAID, nano("5")));
        credit("c1", "10");
        charge(NOON, "14.99");
        assertThat(verdict(W)).isEqualTo(Verdict.ALLOW);
        charge(NOON, "0.01");
        assertThat(verdict(W)).isEqualTo(Verdict.BLOCK);
        charge(NOON, "0.20");
        credit("c2", "0.20");
        assertThat(verdict(W)).isEqualTo(Verdict.BLOCK);
        credit("c3", "0.01");
        assertThat(verdict(W)).isEqualTo(Verdict.ALLOW);
        assertThat(heard.alerts).hasSize(1);
    }

    @Test
    void burstIsAShareOfTheRequestsToo() {
        put(Policies.budget("e", API_KEY, REQUESTS, 1_000_000, Period.MONTH)
                .withAbuse(new AbuseSignals(null, null, new ErrorSignal(50, 20, 300))));
        calls(NOON, 249, Outcome.SUCCESS);
        calls(NOON, 51, Outcome.ERROR);
        assertThat(heard.alerts).isEmpty();
        long later = NOON + Micros.PER_HOUR;
        calls(later, 225, Outcome.SUCCESS);
        calls(later, 75, Outcome.TIMEOUT);
        assertThat(heard.alerts).extracting(BudgetAlert::limit).containsExactly(50L);
    }

    private void calls(long at, int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            meter.usage(
                    Calls.ending(Calls.at("w", "k", at, 0), outcome, true),
                    new Rating.Priced("p", 1, List.of(), Money.ZERO, Money.ZERO));
        }
    }
}
