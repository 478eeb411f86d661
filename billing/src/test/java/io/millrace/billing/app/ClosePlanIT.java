package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.dunning.Standing;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.plan.StateOutbox;
import io.millrace.billing.postgres.subscription.SubscriptionStore;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What plans and subscriptions come to when an account ends. */
@SuppressWarnings("NullAway.Init")
final class ClosePlanIT {
    private static final CloseTerms NOTHING = new CloseTerms(false, false, false, "left");
    private static final CloseTerms BOTH = new CloseTerms(true, true, false, "left");
    private static final PlanLimit DAILY =
            new PlanLimit(Dimension.WORKSPACE, Measure.REQUESTS, 9, Period.DAY, 0, Action.BLOCK);

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private CloseWorld closes;
    private ReturnsWorld world;
    private Plans plans;
    private SubscriptionStore mirror;

    @BeforeEach
    void open() {
        closes = new CloseWorld(LEDGER.dataSource(), LEDGER.stripe());
        world = closes.world;
        plans = new Plans(LEDGER.dataSource(), closes.clock);
        mirror = new SubscriptionStore(LEDGER.dataSource(), closes.clock);
    }

    private boolean put(long feeCents, long includedCents) {
        return plans.put(new Plan(
                "pro", "Pro", feeCents, Money.ofCents(includedCents), 1_200_000, 0, "standard", List.of(DAILY, DAILY)));
    }

    private boolean assign(@Nullable String plan) {
        return plans.assign(new WorkspacePlan("acme", plan, ZoneOffset.UTC, true));
    }

    /** What the metering is told since the last time. */
    private List<String> told() {
        List<String> told = new ArrayList<>();
        new StateOutbox(LEDGER.dataSource()).publish(100, states -> states.forEach(state -> told.add(text(state))));
        return told;
    }

    private static String text(StateOutbox.State state) {
        if (state instanceof StateOutbox.State.Described described) {
            return described.workspace().plan() + " " + described.workspace().status();
        }
        var limited = (StateOutbox.State.Limited) state;
        return limited.policyId() + (limited.policy() == null ? " ends" : " holds");
    }

    private boolean hears(SubscriptionStatus status, long askedAtMicros) {
        return mirror.save(
                "acme", new Fetched(closes.customer("acme"), "sub_1", status, 1L, "4242", "US"), askedAtMicros);
    }

    @Test
    void theWorkspaceIsSuspendedAndLeavesItsPlan() {
        put(0, 500);
        assign("pro");
        assertThat(told()).containsExactly("pro ACTIVE", "acme/plan:1 holds", "acme/plan:2 holds");
        closes.request("acme", NOTHING);
        assertThat(told()).containsExactly(Plan.NONE + " SUSPENDED", "acme/plan:1 ends", "acme/plan:2 ends");
        assertThat(put(0, 9_900)).isTrue();
        assertThatThrownBy(() -> assign("pro")).hasMessage("workspace: acme (expected: one that is not closed)");
        closes.assertClosed("acme");
        assertThat(told()).as("nothing more").isEmpty();
        closes.store.reopen("acme", "came back");
        assertThat(told()).containsExactly(Plan.NONE + " ACTIVE");
        assertThat(world.balanceCents("acme")).isZero();
        assertThat(assign("pro")).isTrue();
        assertThat(told()).containsExactly("pro ACTIVE", "acme/plan:1 holds", "acme/plan:2 holds");
    }

    @Test
    void aClosingThatIsRefusedLeavesThePlanAlone() {
        put(4_900, 500);
        assign("pro");
        told();
        assertThatThrownBy(() -> closes.request("acme", NOTHING))
                .as("the fee paid for what it includes")
                .hasMessageStartingWith("paid credit: $5.000000000 left");
        assertThat(told()).isEmpty();
        assertThat(plans.of("acme").orElseThrow().planId()).isEqualTo("pro");
        closes.request("acme", BOTH);
        closes.assertClosed("acme");
    }

    @Test
    void aWorkspaceThatBillingDoesNotDescribeIsLeftToItsWriter() {
        closes.card("acme", "pm_card_visa");
        closes.request("acme", NOTHING);
        closes.assertClosed("acme");
        closes.store.reopen("acme", "came back");
        assertThat(told()).isEmpty();
    }

    @Test
    void everyLivingSubscriptionIsCanceledAndItsMirrorErased() {
        String card = closes.card("acme", "pm_card_visa");
        String customer = closes.customer("acme");
        List<String> subscriptions =
                List.of(closes.subscribe(customer), closes.subscribe(customer), closes.subscribe(customer));
        world.control.setSubscriptionStatus(
                subscriptions.get(1), io.millrace.embedded.stripe.model.Subscription.Status.PAST_DUE);
        world.control.setSubscriptionStatus(
                subscriptions.get(2), io.millrace.embedded.stripe.model.Subscription.Status.CANCELED);
        hears(SubscriptionStatus.ACTIVE, 10);
        closes.request("acme", NOTHING);
        assertThat(hears(SubscriptionStatus.CANCELED, 20))
                .as("what comes meanwhile")
                .isTrue();
        closes.assertClosed("acme");
        assertThat(subscriptions)
                .allSatisfy(one -> assertThat(closes.subscriptionStatus(one)).isEqualTo("canceled"));
        assertThat(closes.isAttached(card)).isFalse();
        Fetched late = new Fetched(customer, "sub_1", SubscriptionStatus.CANCELED, 1L, "4242", "US");
        assertThat(mirror.save("acme", late, 30))
                .as("an answer that comes too late")
                .isFalse();
        assertThat(mirror.of("acme")).isEmpty();
        assertThat(world.rows("SELECT kind FROM billing.notice WHERE kind LIKE 'DUNNING%'"))
                .as("nobody is dunned for what the closing canceled")
                .isEmpty();
    }

    @Test
    void whereItStoodItStandsAgain() {
        put(0, 0);
        assign("pro");
        closes.card("acme", "pm_card_visa");
        hears(SubscriptionStatus.PAST_DUE, 10);
        closes.clock.advanceMicros(Duration.ofDays(3).toNanos() / 1_000);
        assertThat(mirror.climb()).isTrue();
        assertThat(mirror.of("acme").orElseThrow().standing()).isEqualTo(Standing.THROTTLED);
        assertThat(told()).contains("pro THROTTLED");
        closes.request("acme", NOTHING);
        closes.clock.advanceMicros(Duration.ofDays(5).toNanos() / 1_000);
        assertThat(mirror.climb()).as("a ladder that closes").isFalse();
        closes.assertClosed("acme");
        assertThat(told()).contains(Plan.NONE + " SUSPENDED");
        closes.store.reopen("acme", "came back");
        assertThat(told()).containsExactly(Plan.NONE + " THROTTLED");
        assertThat(mirror.climb()).as("nothing to climb by").isFalse();
        closes.card("acme", "pm_card_visa");
        hears(SubscriptionStatus.ACTIVE, 40);
        assertThat(told()).containsExactly(Plan.NONE + " ACTIVE");
    }

    @Test
    void oneThatIsOpenedAgainBeforeItsEndGoesOn() {
        closes.card("acme", "pm_card_chargeDeclinedInsufficientFunds");
        String subscription = closes.subscribe(closes.customer("acme"));
        world.use("acme", 700);
        closes.request("acme", NOTHING);
        assertThat(closes.run("acme").state()).isEqualTo(Closing.State.CLOSING);
        closes.store.reopen("acme", "stays");
        assertThat(closes.subscriptionStatus(subscription)).isEqualTo("active");
    }
}
