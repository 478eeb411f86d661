package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditTest {
    private static final long NOW = 1_770_000_000_000_000L;
    private static final Scope W = Scope.ofWorkspace("w");

    private static final Rating.Priced FREE = new Rating.Priced("p", 1, List.of(), Money.ZERO, Money.ZERO);

    private final HeardOutput heard = new HeardOutput();
    private final Meter meter = new Meter(new MemoryMeterState(), heard, 0);

    static Workspace workspace(WorkspaceStatus status, BillingMode mode, long overdraft) {
        Workspace w = Workspace.unknown("w");
        return new Workspace(
                "w", "p", w.zone(), status, mode, Workspace.PPM, 0, new Money(overdraft), true, "standard");
    }

    private void prepaid(long overdraft) {
        meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.PREPAID, overdraft));
    }

    private void credit(String id, long amount) {
        meter.credit(new CreditEntry(id, "w", CreditKind.ADJUSTMENT, new Money(amount), "g", "", NOW));
    }

    private void charge(long at, long amount) {
        Money money = new Money(amount);
        meter.usage(Samples.usage("w", at, 1, 1, 1), new Rating.Priced("p", 1, List.of(), money, money));
    }

    @Test
    void prepaidWorkspaceWithoutCreditIsBlockedFromTheStart() {
        prepaid(0);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 0/0]");
        assertThat(heard.alerts).isEmpty();
    }

    @Test
    void blockedWorkspaceStaysBlockedHoweverLongNobodyCalls() {
        prepaid(0);
        meter.usage(Samples.usage("other", NOW, 1, 1, 1), FREE);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 0/0]");
        meter.usage(Samples.usage("other", NOW + Meter.KEPT_MICROS + Micros.PER_HOUR, 1, 1, 1), FREE);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 0/0]");
    }

    @Test
    void prepaidWorkspaceWithCreditIsForgottenAndBlockedAgainAtItsEnd() {
        prepaid(0);
        credit("c1", 100);
        charge(NOW, 40);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).contains("ALLOW");
        long later = NOW + Meter.KEPT_MICROS + Micros.PER_HOUR;
        meter.usage(Samples.usage("other", later, 1, 1, 1), FREE);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("nothing");
        credit("c2", -60);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 40/40]");
    }

    @Test
    void forgottenScopeGoesOnAboveItsVersions() {
        Policy daily = Policies.budget("day", Dimension.WORKSPACE, Measure.CHARGE, 100, Period.DAY);
        meter.policy(daily.policyId(), daily);
        charge(NOW, 60);
        charge(NOW, 60);
        long last = heard.newest(W).version();
        long later = NOW + Meter.KEPT_MICROS + Micros.PER_HOUR;
        meter.usage(Samples.usage("other", later, 1, 1, 1), FREE);
        meter.heartbeat(heard.later());
        assertThat(heard.said(W)).isEqualTo("nothing");
        charge(later, 120);
        assertThat(heard.newest(W).version()).isGreaterThan(last);
    }

    @Test
    void balanceBlocksAtTheOverdraftAndACreditReleasesIt() {
        prepaid(50);
        credit("c1", 100);
        charge(NOW, 149);
        assertThat(heard.said(W)).contains("ALLOW");
        charge(NOW + 1, 1);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 150/150]");
        charge(NOW + 2, 10);
        credit("c2", 11);
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 160/161]");
        charge(NOW + 3, 1);
        assertThat(heard.alerts)
                .extracting(a -> a.kind() + " " + a.used() + " " + a.occurredAtMicros())
                .containsExactly(AlertKind.CREDIT + " 150 " + (NOW + 1), AlertKind.CREDIT + " 161 " + (NOW + 3));
    }

    @Test
    void episodesAtOneInstantAreTwoAlerts() {
        prepaid(0);
        credit("c1", 10);
        charge(NOW, 10);
        credit("c2", 10);
        charge(NOW, 10);
        assertThat(heard.alerts).extracting(BudgetAlert::alertId).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void episodesAtOneInstantWithOneBalanceAreTwoAlerts() {
        prepaid(0);
        credit("c1", 10);
        charge(NOW, 10);
        credit("c2", 5);
        credit("c3", -5);
        assertThat(heard.alerts).extracting(BudgetAlert::used).containsExactly(10L, 10L);
        assertThat(heard.alerts).extracting(BudgetAlert::alertId).doesNotHaveDuplicates();
    }

    @Test
    void overdraftHoldsAtOnceAndEndsOrBeginsAnEpisode() {
        prepaid(50);
        charge(NOW, 50);
        prepaid(100);
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 50/100]");
        charge(NOW + 1, 60);
        prepaid(200);
        prepaid(110);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 110/110]");
        assertThat(heard.alerts)
                .extracting(a -> a.used() + "/" + a.limit())
                .containsExactly("50/50", "110/100", "110/110");
    }

    @Test
    void creditCountsOnce() {
        prepaid(0);
        credit("c1", 100);
        credit("c1", 100);
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 0/100]");
    }

    @Test
    void postpaidWorkspaceIsNotBlockedByItsBalance() {
        charge(NOW, 1_000);
        assertThat(heard.decisions).isEmpty();
        prepaid(0);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 1000/0]");
        meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 0));
        assertThat(heard.said(W)).isEqualTo("[]");
    }

    @Test
    void postpaidWorkspaceIsBlockedAtItsCreditLimitUntilAPaymentComes() {
        meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 100));
        charge(NOW, 99);
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 0/100]");
        charge(NOW + 1, 1);
        assertThat(heard.said(W)).isEqualTo("[credit BLOCK CREDIT_EXHAUSTED 100/100]");
        credit("grant:topup:1", 60);
        assertThat(heard.said(W)).isEqualTo("[credit ALLOW WITHIN_LIMIT 100/160]");
        assertThat(heard.alerts).hasSize(1);
        charge(NOW + 2, 60);
        meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 0));
        assertThat(heard.said(W)).isEqualTo("[]");
    }

    @Test
    void workspaceWhosePaymentIsOverdueIsThrottledUntilItIsActive() {
        meter.workspace(workspace(WorkspaceStatus.THROTTLED, BillingMode.POSTPAID, 0));
        assertThat(heard.said(W)).isEqualTo("[workspace THROTTLE PAYMENT_OVERDUE 0/0]");
        meter.workspace(workspace(WorkspaceStatus.SUSPENDED, BillingMode.POSTPAID, 0));
        assertThat(heard.said(W)).isEqualTo("[workspace BLOCK WORKSPACE_SUSPENDED 0/0]");
        meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 0));
        assertThat(heard.said(W)).isEqualTo("[]");
    }

    @Test
    void suspendedAndClosedWorkspacesAreBlocked() {
        for (WorkspaceStatus status : List.of(WorkspaceStatus.SUSPENDED, WorkspaceStatus.CLOSED)) {
            meter.workspace(workspace(status, BillingMode.POSTPAID, 0));
            assertThat(heard.said(W)).isEqualTo("[workspace BLOCK WORKSPACE_SUSPENDED 0/0]");
            meter.workspace(workspace(WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 0));
            assertThat(heard.said(W)).isEqualTo("[]");
        }
    }
}
