package io.millrace.billing.postgres.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.GrantKeeper;
import io.millrace.billing.postgres.GrantState;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.plan.StateOutbox.State;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans in a real PostgreSQL: what the metering is told, and what is granted. */
@SuppressWarnings("NullAway.Init")
final class PlanStoreIT {
    private static final long START = Micros.of(Instant.parse("2026-01-31T12:00:00Z"));
    private static final PlanLimit MONTHLY =
            new PlanLimit(Dimension.WORKSPACE, Measure.CHARGE, 500_000_000_000L, Period.MONTH, 0, Action.BLOCK);
    private static final PlanLimit PER_MINUTE =
            new PlanLimit(Dimension.API_KEY, Measure.REQUESTS, 60, Period.SLIDING, 60, Action.THROTTLE);

    private static final String BY_MONTH = """
            SELECT expires_at_micros, sum(granted_nano) FROM billing.credit_grant
            WHERE status NOT IN ('PENDING', 'CANCELLED') GROUP BY 1 ORDER BY 1
            """;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    private DataSource dataSource;
    private TestingClock clock;
    private PlanStore plans;
    private StateOutbox outbox;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        open(database.fresh());
    }

    private void open(DataSource fresh) {
        dataSource = fresh;
        clock = new TestingClock(START);
        plans = new PlanStore(dataSource, clock);
        outbox = new StateOutbox(dataSource);
    }

    @AfterEach
    void booksHold() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        database.release();
    }

    private static Plan plan(String id, long feeCents, String included, PlanLimit... limits) {
        return new Plan(
                id, id + " plan", feeCents, Money.parseUsd(included), 1_200_000, 50_000, "long", List.of(limits));
    }

    private boolean assign(@Nullable String planId) {
        return plans.assign(new WorkspacePlan("acme", planId, ZoneId.of("UTC"), true));
    }

    private List<State> told() {
        List<State> told = new ArrayList<>();
        outbox.publish(500, told::addAll);
        return told;
    }

    private List<GrantView> grants() {
        return new AccountStore(dataSource, clock).grants("acme");
    }

    private void pass(Duration span) {
        clock.advanceMicros(span.toNanos() / 1_000);
        GrantKeeper keeper = new GrantKeeper(dataSource, clock, Duration.ZERO);
        boolean more = true;
        while (more) {
            more = keeper.step();
        }
    }

    @Test
    void aWorkspaceOnAPlanIsDescribedAndHeldToItsLimits() {
        plans.put(plan("pro", 4_900, "25", MONTHLY, PER_MINUTE));
        assertThat(plans.assign(new WorkspacePlan("acme", "pro", ZoneId.of("Europe/Berlin"), false)))
                .isTrue();
        List<State> told = told();
        assertThat(told).hasSize(3);
        Workspace workspace = ((State.Described) told.get(0)).workspace();
        assertThat(workspace)
                .isEqualTo(new Workspace(
                        "acme",
                        "pro",
                        ZoneId.of("Europe/Berlin"),
                        WorkspaceStatus.ACTIVE,
                        workspace.billingMode(),
                        1_200_000,
                        50_000,
                        Money.ZERO,
                        false,
                        "long"));
        assertThat(told.subList(1, 3))
                .containsExactly(
                        new State.Limited("acme/plan:1", MONTHLY.policy("acme", 1, ZoneId.of("Europe/Berlin"))),
                        new State.Limited("acme/plan:2", PER_MINUTE.policy("acme", 2, ZoneId.of("Europe/Berlin"))));
        assertThat(told()).as("told once").isEmpty();
        assertThat(plans.assign(new WorkspacePlan("acme", "pro", ZoneId.of("Europe/Berlin"), false)))
                .as("nothing changed")
                .isFalse();
        assertThat(told()).isEmpty();
    }

    @Test
    void aChangeOfPlanReplacesItsLimitsAndEndsTheOthers() {
        plans.put(plan("pro", 4_900, "0", MONTHLY, PER_MINUTE));
        plans.put(plan("small", 0, "0", PER_MINUTE));
        assign("pro");
        told();
        assign("small");
        assertThat(policies()).containsExactly("acme/plan:1 REQUESTS 60", "acme/plan:2 ended");
        assign(null);
        assertThat(policies()).containsExactly("acme/plan:1 ended");
        assign("pro");
        assertThat(policies()).containsExactly("acme/plan:1 CHARGE 500000000000", "acme/plan:2 REQUESTS 60");
        assign("small");
        assign("pro");
        assertThat(policies())
                .as("what was overtaken is not told")
                .containsExactly("acme/plan:1 CHARGE 500000000000", "acme/plan:2 REQUESTS 60");
    }

    private List<String> policies() {
        List<String> policies = new ArrayList<>();
        for (State state : told()) {
            if (state instanceof State.Limited limited) {
                Policy policy = limited.policy();
                policies.add(limited.policyId() + " "
                        + (policy == null ? "ended" : policy.measure() + " " + policy.limit()));
            }
        }
        return policies;
    }

    @Test
    void aPlanThatChangesChangesForAllThatAreOnIt() {
        plans.put(plan("pro", 4_900, "25", MONTHLY));
        assign("pro");
        plans.assign(new WorkspacePlan("globex", "pro", ZoneId.of("UTC"), true));
        told();
        assertThat(plans.put(plan("pro", 4_900, "25", MONTHLY))).as("as it was").isFalse();
        assertThat(plans.put(plan("pro", 4_900, "40", PER_MINUTE))).isTrue();
        assertThat(policies()).containsExactly("acme/plan:1 REQUESTS 60", "globex/plan:1 REQUESTS 60");
        assertThat(grants())
                .extracting(GrantView::granted)
                .containsExactlyInAnyOrder(Money.parseUsd("25"), Money.parseUsd("15"));
    }

    @Test
    void whatAPlanIncludesIsPaidByItsFeeAndOpensEachMonthOfTheFirstDay() {
        plans.put(plan("pro", 4_900, "25"));
        assign("pro");
        assertThat(grants())
                .extracting(GrantView::kind, GrantView::remaining)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(GrantKind.PAID, Money.parseUsd("25")));
        assertThat(Micros.toInstant(grants().get(0).expiresAtMicros()))
                .isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
        pass(Duration.ofDays(28));
        assertThat(grants()).extracting(GrantView::remaining).containsExactly(Money.ZERO, Money.parseUsd("25"));
        assertThat(Micros.toInstant(grants().get(1).expiresAtMicros()))
                .isEqualTo(Instant.parse("2026-03-31T00:00:00Z"));
        plans.put(plan("free", 0, "30"));
        assign("free");
        assertThat(grants()).last().extracting(GrantView::kind).isEqualTo(GrantKind.PROMOTIONAL);
    }

    /** Half an hour before the month ends where it began, and half an hour after it would have ended in the other zone. */
    @Test
    void aChangeOfZoneSkipsNoMonth() {
        plans.put(plan("pro", 4_900, "25"));
        assign("pro");
        pass(Duration.ofDays(30));
        pass(Duration.between(Micros.toInstant(clock.nowMicros()), Instant.parse("2026-03-30T23:30:00Z")));
        plans.assign(new WorkspacePlan("acme", "pro", ZoneId.of("America/Los_Angeles"), true));
        pass(Duration.ofDays(1));
        assertThat(grants())
                .filteredOn(grant -> grant.state() != GrantState.CANCELLED)
                .hasSize(3)
                .last()
                .extracting(GrantView::remaining)
                .isEqualTo(Money.parseUsd("25"));
    }

    @Test
    void changingToAndFroGrantsTheDifferenceOnce() {
        plans.put(plan("small", 900, "10"));
        plans.put(plan("pro", 4_900, "25"));
        for (int i = 0; i < 5; i++) {
            assign("small");
            assign("pro");
            assign(null);
        }
        assertThat(grants())
                .extracting(GrantView::granted)
                .containsExactlyInAnyOrder(Money.parseUsd("10"), Money.parseUsd("15"));
        assertThat(new AccountStore(dataSource, clock).balance("acme")).contains(Money.parseUsd("25"));
        pass(Duration.ofDays(40));
        assertThat(grants()).as("no plan, nothing more").hasSize(2);
    }

    /** Plans change at random over two years; each month is granted the most that one of its plans includes. */
    @Test
    void eachMonthIsGrantedTheMostOfItsPlansWhateverTheOrder() {
        Trials.run(6, random -> {
            open(database.fresh());
            List<String> amounts = List.of("0", "10", "25", "100");
            for (String amount : amounts) {
                plans.put(plan("p" + amount, 100, amount));
            }
            walk(random, amounts);
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        });
    }

    private void walk(RandomGenerator random, List<String> amounts) {
        long anchor = Micros.of(Instant.parse("2026-01-31T00:00:00Z"));
        Recurrence months = new Recurrence(Recurrence.Every.MONTH, ZoneOffset.UTC, anchor, null, null);
        // Months are counted from the day on which billing got to know the workspace.
        assign(null);
        TreeMap<Long, Long> granted = new TreeMap<>();
        long included = 0;
        int month = 0;
        for (int step = 0; step < 60; step++) {
            pass(Duration.ofMinutes(random.nextInt(random.nextBoolean() ? 20_000 : 100)));
            while (months.startMicros(month + 1) <= clock.nowMicros()) {
                month++;
                granted.merge(months.startMicros(month + 1), included, Math::max);
            }
            if (random.nextInt(3) > 0) {
                int choice = random.nextInt(amounts.size() + 1);
                boolean none = choice == amounts.size();
                assign(none ? null : "p" + amounts.get(choice));
                included = none ? 0 : Money.parseUsd(amounts.get(choice)).nanoUsd();
                granted.merge(months.startMicros(month + 1), included, Math::max);
            }
            granted.values().removeIf(amount -> amount == 0);
            List<String> expected = new ArrayList<>();
            granted.forEach((expires, amount) -> expected.add("(" + expires + "," + amount + ")"));
            assertThat(TestDatabase.rows(dataSource, BY_MONTH))
                    .as("step %s", step)
                    .isEqualTo(expected);
        }
    }

    @Test
    void anAccountsOwnTermsAreToldToo() {
        plans.put(plan("pro", 4_900, "0"));
        new AccountStore(dataSource, clock).setOverdraftLimit("other", Money.parseUsd("3"));
        assertThat(told()).as("billing does not describe it").isEmpty();
        assign("pro");
        told();
        new AccountStore(dataSource, clock).setOverdraftLimit("acme", Money.parseUsd("3"));
        assertThat(told())
                .singleElement()
                .satisfies(state -> assertThat(
                                ((State.Described) state).workspace().overdraftLimit())
                        .isEqualTo(Money.parseUsd("3")));
        new PostpaidStore(dataSource, clock).setTerms(BillingTerms.prepaid("acme", Money.parseUsd("4")));
        assertThat(told())
                .singleElement()
                .satisfies(state -> assertThat(
                                ((State.Described) state).workspace().overdraftLimit())
                        .isEqualTo(Money.parseUsd("4")));
    }

    @Test
    void whatTheBrokerDidNotTakeIsToldAgain() {
        plans.put(plan("pro", 4_900, "0", MONTHLY));
        assign("pro");
        assertThatThrownBy(() -> outbox.publish(500, states -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        assertThat(told()).hasSize(2);
    }

    @Test
    void anUnknownPlanIsRefusedAndChangesNothing() {
        assertThatThrownBy(() -> assign("gold")).hasMessage("plan: gold (expected: one that was put)");
        assertThat(plans.of("acme")).isEmpty();
        assertThatThrownBy(() -> plan("Gold", 0, "0")).hasMessageStartingWith("plan id: Gold");
        assertThatThrownBy(() -> plan(Plan.NONE, 0, "0")).hasMessageContaining("and not default");
    }
}
