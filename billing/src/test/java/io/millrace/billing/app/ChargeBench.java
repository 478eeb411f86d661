package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.postpaid.PostpaidSweep;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.JdbiException;

/** Top-ups to be charged by several chargers that die again and again, and what must hold of them afterwards. */
final class ChargeBench {
    static final long CENTS = 1_250;
    /** Leases shorter than a slow answer, so that chargers work on the same top-up. */
    static final ChargerSettings HASTY =
            new ChargerSettings(Duration.ofMillis(60), Duration.ofMillis(2), Duration.ofMillis(5));

    private static final int DECLINED_EACH = 10;
    private static final int POSTPAID_EACH = 3;
    /** Less than a cent. */
    private static final long CARRY_NANO = 7_654_321;

    private static final UUID TOPIC = new UUID(9, 9);
    private static final int DEATH_STEPS_MAX = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FakeStripe stripe;
    private final DataSource dataSource;
    final PaymentGateway gateway;
    final TopUpStore topUps;
    private final Credits credits;
    private final Set<String> chargeable = new TreeSet<>();
    private final Set<String> declined = new TreeSet<>();
    private final Set<String> postpaid = new TreeSet<>();
    private long offset;

    ChargeBench(FakeStripe stripe, DataSource dataSource) {
        this.stripe = stripe;
        this.dataSource = dataSource;
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        topUps = new TopUpStore(dataSource, new TestingClock(1_000));
        credits = new Credits(dataSource, gateway, new TestingClock(1_000));
    }

    /** Opens top-ups, every third of what a workspace owes; the card of every tenth is declined. */
    void open(int count) {
        for (int i = 0; i < count; i++) {
            boolean pays = i % DECLINED_EACH != DECLINED_EACH - 1;
            String workspace = "w" + i;
            String card = pays ? "pm_card_visa" : "pm_card_chargeDeclined";
            credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, card));
            UUID id = pays && i % POSTPAID_EACH == 0 ? postpaid(workspace) : credits.topUp(workspace, CENTS, "first");
            (pays ? chargeable : declined).add(id.toString());
        }
    }

    /** Usage of a little more than its threshold. Returns the charge that it opens. */
    private UUID postpaid(String workspace) {
        PostpaidTerms terms = new PostpaidTerms(CENTS, ZoneOffset.UTC);
        credits.setBillingTerms(BillingTerms.postpaid(workspace, null, terms));
        long nano = Money.ofCents(CENTS).nanoUsd() + CARRY_NANO;
        Received used = new Received(offset, Drawdowns.of(workspace, 1, nano, 1_000));
        new LedgerStore(dataSource).post(new DrawdownBatch(TOPIC, 0, offset, ++offset, List.of(used)));
        postpaid.add(workspace);
        return charges().stream()
                .filter(charge -> charge.workspaceId().equals(workspace))
                .findFirst()
                .orElseThrow()
                .topUpId();
    }

    /** Charges until nothing is open; every charger dies now and then, around a commit. */
    void charge(RandomGenerator random, int chargers, Runnable meanwhile) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < chargers; i++) {
            long seed = random.nextLong();
            running.add(CompletableFuture.runAsync(() -> charger(new java.util.SplittableRandom(seed))));
        }
        PostpaidSweep sweep = new PostpaidSweep(dataSource, new TestingClock(1_000));
        while (running.stream().anyMatch(charger -> !charger.isDone())) {
            sweep(sweep);
            meanwhile.run();
        }
        running.forEach(CompletableFuture::join);
    }

    private static void sweep(PostpaidSweep sweep) {
        try {
            sweep.step();
        } catch (JdbiException e) {
            return; // the database is being killed
        }
    }

    private void charger(RandomGenerator random) {
        Charger[] charger = {mortal(random)};
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            try {
                return !charger[0].step() && !anyOpen();
            } catch (FaultyGateway.Death | GatewayException | JdbiException | MillraceException e) {
                charger[0] = mortal(random);
                return false;
            }
        });
    }

    private Charger mortal(RandomGenerator random) {
        return new Charger(new DyingTopUps(topUps, random.nextInt(DEATH_STEPS_MAX)), gateway, HASTY);
    }

    private boolean anyOpen() {
        return charges().stream().anyMatch(charge -> !charge.state().isFinal());
    }

    List<Charge> charges() {
        return credits.recentCharges(1_000_000);
    }

    /** Top-up ids by how often the stand-in's own list says they were paid, where that is not once. */
    Map<String, Integer> paidTwice() {
        Map<String, Integer> twice = new TreeMap<>(stripe.control().paidChargesBy("topup_id"));
        twice.values().removeIf(count -> count == 1);
        return twice;
    }

    void assertLedgerAgreesWithItself() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
    }

    List<String> differencesFromTheProvider() {
        return BillingAudit.totals(dataSource, gateway).differences();
    }

    /** Each card that pays was charged once and granted once, to the cent; the others never. */
    void assertChargedExactlyOnce() {
        assertThat(paidTwice()).as("paid more than once").isEmpty();
        assertThat(stripe.control().paidChargesBy("topup_id").keySet()).isEqualTo(chargeable);
        assertThat(differencesFromTheProvider()).isEmpty();
        Set<String> succeeded = new TreeSet<>();
        for (Charge charge : charges()) {
            assertThat(charge.state().isFinal()).as("%s", charge).isTrue();
            if (charge.state() == TopUpState.SUCCEEDED) {
                succeeded.add(charge.topUpId().toString());
            }
        }
        assertThat(succeeded).isEqualTo(chargeable);
        assertThat(declined).doesNotContainAnyElementsOf(succeeded);
        assertThat(postpaid)
                .isNotEmpty()
                .allSatisfy(workspace -> assertThat(credits.balance(workspace))
                        .as("what %s still owes", workspace)
                        .isEqualTo(new Money(-CARRY_NANO)));
    }
}
