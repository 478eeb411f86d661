package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUps;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Closings that die anywhere while everything else goes on, against Stripe's own lists. -Dmillrace.walks=N for more. */
@SuppressWarnings("NullAway.Init")
final class CloseWalkIT {
    private static final int WALKS = Integer.getInteger("millrace.walks", 25);
    private static final int STEPS = 40;
    private static final int WRITE_OFF_ACCOUNT = 9;
    private static final CloseTerms ALL = new CloseTerms(true, true, true, "end");
    private static final Map<Fault, Integer> FAULTS =
            Map.of(Fault.DROP_BEFORE, 40, Fault.DROP_AFTER, 60, Fault.ERROR_BEFORE, 40, Fault.ERROR_AFTER, 60);
    private static final List<String> CARDS = List.of(
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_chargeDeclinedInsufficientFunds",
            "pm_card_chargeDeclinedExpiredCard",
            "pm_card_authenticationRequired");

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private CloseWorld closes;
    private ReturnsWorld world;
    private Plans plans;
    private int walks;

    @BeforeEach
    void open() {
        closes = new CloseWorld(LEDGER.dataSource(), LEDGER.stripe());
        world = closes.world;
        plans = new Plans(LEDGER.dataSource(), closes.clock);
        plans.put(new Plan("pro", "Pro", 0, Money.ofCents(300), 1_000_000, 0, "standard", List.of()));
    }

    /** One account; what was used of it is counted here, beside the ledger. */
    private record Walk(String workspace, String customer, String card, String subscription, AtomicLong usedNano) {}

    @Test
    void whatWasUsedIsPaidGivenOrGivenUpOnce() {
        int[] deaths = new int[1];
        Trials.run(WALKS, random -> {
            Walk walk = begin(random);
            LEDGER.stripe().control().fail(FaultPlan.seeded(random, FAULTS));
            for (int i = 0; i < STEPS; i++) {
                step(random, walk, deaths);
                assertThat(closedAccounts()).isEmpty();
            }
            LEDGER.stripe().control().fail(FaultPlan.none());
            end(walk);
        });
        if (Long.getLong("millrace.seed") == null) {
            assertThat(deaths[0]).as("deaths").isGreaterThan(WALKS);
            assertThat(world.number("SELECT count(DISTINCT reason || t.state) FROM billing.postpaid_charge h"
                            + " JOIN billing.topup t ON t.id = h.topup_id"))
                    .as("ends of charges")
                    .isGreaterThan(2);
            assertThat(world.number("SELECT count(*) FROM billing.let_go WHERE kind = 'WRITE_OFF'"))
                    .isPositive();
        }
    }

    private Walk begin(RandomGenerator random) {
        String workspace = "walk" + walks++;
        String good = closes.card(workspace, "pm_card_visa");
        String customer = closes.customer(workspace);
        String subscription = closes.subscribe(customer);
        Walk walk = new Walk(workspace, customer, good, subscription, new AtomicLong());
        for (int i = random.nextInt(3); i > 0; i--) {
            world.topUp(workspace, 50 + random.nextInt(2_000));
        }
        if (random.nextBoolean()) {
            plans.assign(new WorkspacePlan(workspace, "pro", ZoneOffset.UTC, true));
        }
        closes.card(workspace, CARDS.get(random.nextInt(CARDS.size())));
        if (random.nextBoolean()) {
            new PostpaidStore(LEDGER.dataSource(), closes.clock)
                    .setTerms(BillingTerms.postpaid(workspace, null, new PostpaidTerms(500L, ZoneOffset.UTC)));
        }
        use(random, walk);
        return walk;
    }

    private void use(RandomGenerator random, Walk walk) {
        long nano = 1 + random.nextLong(Money.ofCents(1_500).nanoUsd());
        walk.usedNano().addAndGet(nano);
        world.useNano(walk.workspace(), nano);
    }

    private void step(RandomGenerator random, Walk walk, int[] deaths) {
        Mortal mortal = new Mortal(() -> random.nextInt(25) == 0);
        try {
            switch (random.nextInt(16)) {
                case 0, 1 -> ask(random, walk);
                case 2 -> usage(random, walk);
                case 3 -> reopen(random, walk);
                case 4 -> closes.sweep.step();
                case 5 -> LEDGER.stripe().control().pruneKeys();
                case 6, 7 -> world.returns.step();
                case 8, 9, 10, 11 ->
                    new Charger(
                                    mortal.in(TopUps.class, closes.topUps),
                                    mortal.in(PaymentGateway.class, closes.pages.gateway),
                                    CheckoutWorld.HASTY)
                            .step();
                default -> closes.closer(mortal).step(walk.workspace());
            }
        } catch (FaultyGateway.Death e) {
            deaths[0]++;
        } catch (GatewayException e) {
            assertThat(e).hasMessageContaining("expected"); // the loop goes on
        }
    }

    /** Refused where something would have to be guessed. */
    private void ask(RandomGenerator random, Walk walk) {
        try {
            closes.request(
                    walk.workspace(),
                    new CloseTerms(random.nextBoolean(), random.nextBoolean(), random.nextInt(4) == 0, "left"));
        } catch (MillraceException e) {
            assertThat(e.code()).isEqualTo("CLOSE_REFUSED");
        }
    }

    /** Not after its end: the audit would name it, as it should. */
    private void usage(RandomGenerator random, Walk walk) {
        if (!isClosed(walk)) {
            use(random, walk);
        }
    }

    private boolean isClosed(Walk walk) {
        return closes.store
                .find(walk.workspace())
                .map(Closing::state)
                .filter(state -> state == Closing.State.CLOSED)
                .isPresent();
    }

    private void reopen(RandomGenerator random, Walk walk) {
        if (random.nextInt(6) == 0
                && !isClosed(walk)
                && closes.store.find(walk.workspace()).isPresent()) {
            try {
                closes.store.reopen(walk.workspace(), "stays");
            } catch (MillraceException e) {
                assertThat(e.code()).isEqualTo("NOT_CLOSED");
            }
        }
    }

    private List<String> closedAccounts() {
        return LedgerAudit.read(LEDGER.dataSource()).differences();
    }

    private void end(Walk walk) {
        closes.request(walk.workspace(), ALL);
        closes.assertClosed(walk.workspace());
        assertThat(closes.subscriptionStatus(walk.subscription())).isEqualTo("canceled");
        assertThat(closes.isAttached(walk.card())).isFalse();
        assertConserved(walk);
    }

    /** Used = what Stripe took and kept + gifts that were used + what was let go - what was paid, not used and kept. */
    private void assertConserved(Walk walk) {
        long kept = 0;
        for (Charge charge : world.control.charges()) {
            if (walk.customer().equals(charge.customer())) {
                kept += charge.progress().capturedCents() - charge.progress().refundedCents();
            }
        }
        String grants = " FROM billing.credit_grant g WHERE g.customer_id = '" + walk.workspace() + "' AND g.kind = ";
        long gifts = world.number("SELECT coalesce(sum(t.amount_nano), 0)::bigint FROM billing.transfer t"
                + " WHERE t.kind IN ('USAGE_FROM_GRANT', 'REPAYMENT') AND t.debit_account IN (SELECT g.id" + grants
                + "'PROMOTIONAL')");
        long letGo =
                world.number("SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.let_go WHERE customer_id = '"
                        + walk.workspace() + "'");
        long breakage = world.number("SELECT coalesce(sum(t.amount_nano), 0)::bigint FROM billing.transfer t"
                + " WHERE t.credit_account = 5 AND t.debit_account IN (SELECT g.id" + grants + "'PAID')");
        assertThat(walk.usedNano().get())
                .as("%s", walk.workspace())
                .isEqualTo(kept * Money.NANO_PER_CENT + gifts + letGo - breakage);
        assertThat(world.control.paidChargesBy("topup_id").values()).allMatch(times -> times <= 1);
        assertThat(world.number(
                        "SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.transfer WHERE debit_account = "
                                + WRITE_OFF_ACCOUNT))
                .isEqualTo(world.number(
                        "SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.let_go WHERE kind = 'WRITE_OFF'"));
    }
}
