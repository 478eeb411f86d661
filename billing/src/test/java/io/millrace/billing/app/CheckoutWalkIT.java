package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.checkout.Session;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.checkout.Cashier;
import io.millrace.billing.checkout.CheckoutGateway;
import io.millrace.billing.checkout.Checkouts;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cashiers that die anywhere, and everything at once, against Stripe's own list of charges. -Dmillrace.walks=N for more. */
@SuppressWarnings("NullAway.Init")
final class CheckoutWalkIT {
    private static final int WALKS = Integer.getInteger("millrace.walks", 25);
    private static final int DEATHS_MAX = 200;
    private static final int STEPS = 30;
    private static final List<String> METHODS =
            List.of("pm_card_visa", "pm_card_visa", "pm_card_chargeDeclined", "pm_usBankAccount");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private FakeStripe stripe;
    private CheckoutWorld world;

    @BeforeEach
    void open() {
        database = TestDatabase.start(directory.resolve("postgres"));
        stripe = FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0));
        world = new CheckoutWorld(database.fresh(), stripe);
    }

    @AfterEach
    void close() {
        stripe.close();
        database.close();
    }

    private Cashier cashier(Mortal mortal) {
        return new Cashier(
                mortal.in(Checkouts.class, world.store),
                mortal.in(CheckoutGateway.class, world.sessions),
                mortal.in(PaymentGateway.class, world.gateway),
                CheckoutWorld.HASTY);
    }

    /** Lets a cashier work until it dies, or there is nothing to do but wait. Returns whether it died. */
    private static boolean dies(Cashier cashier, int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                cashier.step();
            }
        } catch (FaultyGateway.Death e) {
            return true;
        } catch (GatewayException e) {
            return false; // the loop goes on
        }
        return false;
    }

    /** Before and after every commit and every call: claim, customer, create, keep, look, look at the payment, settle. */
    @Test
    void aPageIsPaidOnceWhereverTheProcessDied() {
        int deaths = 0;
        for (int point = 0; point < DEATHS_MAX; point++) {
            UUID topUp = world.request("w" + point);
            Mortal mortal = Mortal.after(point);
            boolean died = dies(cashier(mortal), 1);
            world.until(topUp, TopUpState.REQUIRES_ACTION);
            assertThat(world.sessionsOf(topUp)).hasSize(1);
            world.pay(topUp, "pm_card_visa");
            died |= dies(cashier(mortal), 3);
            world.until(topUp, TopUpState.SUCCEEDED);
            assertThat(world.timesPaid(topUp)).isEqualTo(1);
            if (!died) {
                deaths = point;
                break;
            }
        }
        assertThat(deaths).isGreaterThan(20);
        world.assertBooks(deaths + 1);
    }

    @Test
    void whateverHappensStripeChargedExactlyWhatWasGranted() {
        int[] paid = new int[1];
        int[] unpaid = new int[1];
        Trials.run(WALKS, random -> {
            UUID topUp = world.request("walk" + random.nextLong());
            Map<Fault, Integer> faults = Map.of(
                    Fault.DROP_BEFORE,
                    60,
                    Fault.DROP_AFTER,
                    90,
                    Fault.RATE_LIMITED,
                    50,
                    Fault.ERROR_BEFORE,
                    60,
                    Fault.ERROR_AFTER,
                    90);
            stripe.control().fail(FaultPlan.seeded(random, faults));
            for (int i = 0; i < STEPS; i++) {
                step(random, topUp);
            }
            stripe.control().fail(FaultPlan.none());
            end(topUp);
            int times = world.timesPaid(topUp);
            assertThat(times).isLessThanOrEqualTo(1);
            boolean succeeded = world.charge(topUp).state() == TopUpState.SUCCEEDED;
            assertThat(succeeded).isEqualTo(times == 1);
            (succeeded ? paid : unpaid)[0]++;
        });
        world.assertBooks(paid[0]);
        if (Long.getLong("millrace.seed") == null) {
            assertThat(Math.min(paid[0], unpaid[0])).as("both ends").isGreaterThan(WALKS / 10);
        }
    }

    private void step(RandomGenerator random, UUID topUp) {
        switch (random.nextInt(16)) {
            case 0, 1 -> pay(random, topUp);
            case 2 -> news(topUp);
            case 3 -> stripe.control().settle();
            case 4 -> stripe.control().pruneKeys();
            case 5 -> {
                if (random.nextInt(12) == 0) {
                    world.pages.giveUp(workspace(topUp));
                }
            }
            default -> dies(cashier(new Mortal(() -> random.nextInt(40) == 0)), 1);
        }
    }

    private String workspace(UUID topUp) {
        return world.charge(topUp).workspaceId();
    }

    /** By the link that was handed out, and no other. */
    private void pay(RandomGenerator random, UUID topUp) {
        String url = world.charge(topUp).actionUrl();
        if (url == null) {
            return;
        }
        try {
            String session = url.substring(url.lastIndexOf('/') + 1);
            world.control.completeCheckout(session, METHODS.get(random.nextInt(METHODS.size())));
        } catch (StripeRefusal e) {
            assertThat(e.error().code()).isIn("card_declined", "checkout_session_not_open");
        }
    }

    private void news(UUID topUp) {
        if (!world.sessionsOf(topUp).isEmpty()) {
            try {
                world.event(topUp);
            } catch (GatewayException e) {
                assertThat(e).hasMessageContaining("expected"); // told again later
            }
        }
    }

    /** Nothing goes wrong any more, and nobody pays. */
    private void end(UUID topUp) {
        world.pages.giveUp(workspace(topUp));
        for (int i = 0; i < DEATHS_MAX && !world.charge(topUp).state().isFinal(); i++) {
            stripe.control().settle();
            world.pages.step();
        }
        assertThat(world.charge(topUp).state().isFinal())
                .as("%s", world.charge(topUp))
                .isTrue();
        assertThat(world.credits.balance(workspace(topUp)))
                .isEqualTo(Money.ofCents(CheckoutWorld.CENTS * world.timesPaid(topUp)));
        String link = world.charge(topUp).actionUrl();
        assertThat(world.sessionsOf(topUp))
                .filteredOn(session -> "open".equals(session.getStatus()))
                .extracting(Session::getUrl)
                .as("pages that somebody could still pay on")
                .doesNotContain(link);
    }
}
