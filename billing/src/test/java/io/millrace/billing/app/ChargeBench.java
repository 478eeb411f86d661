package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
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
    private static final int DEATH_STEPS_MAX = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FakeStripe stripe;
    private final DataSource dataSource;
    final PaymentGateway gateway;
    final TopUpStore topUps;
    private final Credits credits;
    private final Set<String> chargeable = new TreeSet<>();
    private final Set<String> declined = new TreeSet<>();

    ChargeBench(FakeStripe stripe, DataSource dataSource) {
        this.stripe = stripe;
        this.dataSource = dataSource;
        gateway = StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), stripe.url(), false));
        topUps = new TopUpStore(dataSource, new TestingClock(1_000));
        credits = new Credits(dataSource, gateway, new TestingClock(1_000));
    }

    /** Opens top-ups; the card of every tenth is declined. */
    void open(int count) {
        for (int i = 0; i < count; i++) {
            boolean pays = i % DECLINED_EACH != DECLINED_EACH - 1;
            String workspace = "w" + i;
            String card = pays ? "pm_card_visa" : "pm_card_chargeDeclined";
            credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, card));
            UUID id = credits.topUp(workspace, CENTS, "first");
            (pays ? chargeable : declined).add(id.toString());
        }
    }

    /** Charges until nothing is open; every charger dies now and then, around a commit. */
    void charge(RandomGenerator random, int chargers, Runnable meanwhile) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < chargers; i++) {
            long seed = random.nextLong();
            running.add(CompletableFuture.runAsync(() -> charger(new java.util.SplittableRandom(seed))));
        }
        while (running.stream().anyMatch(charger -> !charger.isDone())) {
            meanwhile.run();
        }
        running.forEach(CompletableFuture::join);
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
    }
}
