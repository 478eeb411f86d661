package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.notice.NoticeOutbox;
import io.millrace.billing.postgres.plan.PlanStore;
import io.millrace.billing.postgres.plan.StateOutbox;
import io.millrace.billing.postgres.postpaid.CloseoutResult;
import io.millrace.billing.postgres.postpaid.CloseoutStore;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postgres.postpaid.PostpaidSweep;
import io.millrace.billing.postgres.subscription.SubscriptionStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger under a member of millrace_billing, which owns nothing. */
final class BillingRoleIT {
    @TempDir
    private static Path directory;

    private static final List<String> FORBIDDEN = List.of(
            "UPDATE billing.transfer SET amount_nano = 1",
            "DELETE FROM billing.transfer",
            "DELETE FROM billing.drawdown_seen",
            "UPDATE billing.drawdown_seen SET charge_nano = 0",
            "UPDATE billing.batch SET total_nano = 0",
            "DELETE FROM billing.dead_letter",
            "UPDATE billing.journal SET transfers = 0",
            "INSERT INTO billing.journal_chain SELECT seq + 9, entry_id, hash, hash FROM billing.journal_chain",
            "UPDATE billing.journal_head SET seq = 0",
            "UPDATE billing.credit_grant SET granted_nano = 1",
            "UPDATE billing.credit_grant SET customer_id = 'other'",
            "DELETE FROM billing.credit_grant",
            "UPDATE billing.customer SET receivable_account = 1",
            "DELETE FROM billing.customer",
            "UPDATE billing.watermark SET part = 9",
            "DELETE FROM billing.watermark",
            "TRUNCATE billing.transfer",
            "DROP TABLE billing.outbox",
            "CREATE TABLE billing.mine (a integer)",
            "SELECT billing.drop_days('2020-01-01', 'nowhere')",
            "SELECT billing.grant_to_billing()");

    @Test
    void aMemberOfTheRoleKeepsTheBooksAndChangesNoEntry() throws SQLException {
        try (TestDatabase server = TestDatabase.start(directory)) {
            String url = server.freshUrl();
            try (HikariDataSource owner = BillingDatabase.open(url, server.user(), new Secret(""))) {
                BillingDatabase.migrate(owner); // before there is such a role
                TestDatabase.execute(owner, "CREATE ROLE millrace_billing NOLOGIN");
                TestDatabase.execute(owner, "CREATE ROLE ledger LOGIN IN ROLE millrace_billing");
                assertThat(TestDatabase.rows(owner, "SELECT billing.grant_to_billing()"))
                        .containsExactly("(t)");
            }
            String withoutUser = url.replaceFirst("\\?.*$", "");
            try (HikariDataSource ledger = BillingDatabase.open(withoutUser, "ledger", new Secret(""))) {
                BillingDatabase.migrate(ledger); // as each start does; there is nothing to do
                assertBooksAreKept(ledger);
                for (String sql : FORBIDDEN) {
                    assertThatThrownBy(() -> TestDatabase.execute(ledger, sql))
                            .as(sql)
                            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
                }
            }
            assertThat(TestDatabase.rows(
                            server.fresh(), // the role is there before
                            "SELECT relname FROM pg_class WHERE relnamespace = 'billing'::regnamespace"
                                    + " AND relkind IN ('r', 'p', 'v') AND NOT relispartition"
                                    + " AND relname <> 'billing_right'"
                                    + " AND NOT has_table_privilege('millrace_billing', oid, 'SELECT')"))
                    .as("tables that a migration granted nothing on")
                    .isEmpty();
        }
    }

    private static void assertBooksAreKept(HikariDataSource ledger) {
        AccountStore accounts = new AccountStore(ledger, new TestingClock(1_000));
        accounts.grant(NewGrant.of("acme", new Money(500), GrantKind.PAID, "g"));
        LedgerStore store = new LedgerStore(ledger);
        long today = TestDatabase.number(ledger, "SELECT (extract(epoch FROM now()) * 1000000)::bigint");
        Received posted = new Received(0, Drawdowns.of("acme", 1, 200, today));
        Received poison = new Received(1, Drawdowns.of("acme", 2, -1, today));
        store.post(new DrawdownBatch(new UUID(1, 1), 0, 0, 2, List.of(posted, poison)));
        assertThat(accounts.balance("acme")).contains(new Money(300));
        assertGrantsLiveAndEnd(ledger);
        assertPlansAndSubscriptionsAreKept(ledger);
        assertThat(LedgerAudit.read(ledger).differences()).isEmpty();
        assertThat(LedgerVerify.read(ledger, null).broken()).isNull();
    }

    private static void assertPlansAndSubscriptionsAreKept(HikariDataSource ledger) {
        TestingClock clock = new TestingClock(1_000_000);
        PlanStore plans = new PlanStore(ledger, clock);
        PlanLimit limit = new PlanLimit(Dimension.WORKSPACE, Measure.REQUESTS, 9, Period.DAY, 0, Action.BLOCK);
        for (long fee : new long[] {0, 100}) {
            plans.put(new Plan("p", "P", fee, new Money(70), 1, 1, "long", List.of(limit)));
        }
        plans.assign(new WorkspacePlan("globex", "p", ZoneOffset.UTC, true));
        plans.assign(new WorkspacePlan("globex", null, ZoneOffset.UTC, true));
        SubscriptionStore subscriptions = new SubscriptionStore(ledger, clock);
        for (int i = 0; i < 2; i++) {
            subscriptions.save(
                    "globex", new Fetched("cus_1", "sub_1", SubscriptionStatus.PAST_DUE, 1L, "4242", "US"), i);
        }
        clock.advanceMicros(Duration.ofDays(8).toNanos() / 1_000);
        assertThat(subscriptions.climb()).isTrue();
        assertThat(new StateOutbox(ledger).publish(100, states -> {})).isPositive();
        NoticeOutbox notices = new NoticeOutbox(ledger);
        assertThat(notices.pending(100)).hasSize(2);
        notices.markPublished(notices.pending(100));
    }

    private static void assertGrantsLiveAndEnd(HikariDataSource ledger) {
        TestingClock clock = new TestingClock(1_000);
        GrantStore grants = new GrantStore(ledger, clock);
        ScheduleStore schedules = new ScheduleStore(ledger, clock);
        Recurrence daily = new Recurrence(Recurrence.Every.DAY, ZoneOffset.UTC, 0, null, null);
        schedules.put(
                new GrantSchedule("acme", "daily", GrantKind.PAID, new Money(5), 1, daily, 1, Applicability.ANY, null));
        grants.grant(NewGrant.of("acme", new Money(9), GrantKind.PAID, "short").during(2_000, 3_000));
        GrantKeeper keeper = new GrantKeeper(ledger, clock, Duration.ZERO);
        keeper.step();
        clock.advanceMicros(5_000);
        keeper.step();
        schedules.cancel("acme", "daily");
        grants.voidGrant("acme", grants.grants("acme").get(0).grantId(), "role");
        assertThat(grants.grants("acme"))
                .extracting(GrantView::state)
                .containsExactly(GrantState.VOIDED, GrantState.EXPIRED, GrantState.ACTIVE);
        new AccountStore(ledger, clock).setOverdraftLimit("acme", new Money(7));
        assertThat(new AccountStore(ledger, clock).standing("acme"))
                .contains(new CreditStanding(new Money(300), Money.ZERO, new Money(7), false));
        PostpaidTerms postpaid = new PostpaidTerms(50L, ZoneOffset.UTC);
        new PostpaidStore(ledger, clock).setTerms(BillingTerms.postpaid("acme", null, postpaid));
        new PostpaidSweep(ledger, clock).step();
        assertThat(new CloseoutStore(ledger, clock).closeout("acme")).isEqualTo(new CloseoutResult.Settled(Money.ZERO));
        BalanceDays days = new BalanceDays(ledger);
        assertThat(days.step()).as("the day before the first transfer").isTrue();
        assertThat(days.step()).as("today is not over").isFalse();
    }
}
