package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.checkout.Session;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.checkout.Cashier;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.schemas.money.Money;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Top-ups paid on a page: real stripe-java, the stand-in for Stripe, real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
final class CheckoutIT {
    private static final String VISA = "pm_card_visa";

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private FakeStripe stripe;
    private CheckoutWorld world;

    @BeforeEach
    void open() {
        stripe = LEDGER.stripe();
        world = new CheckoutWorld(LEDGER.dataSource(), stripe);
    }

    private UUID page() {
        return world.pages.open("acme", CheckoutWorld.CENTS, "buy", false);
    }

    private void sql(String text) throws SQLException {
        TestDatabase.execute(world.dataSource, text);
    }

    @Test
    void aPaidPageIsGrantedOnceThoughNoEventComes() {
        UUID topUp = page();
        assertThat(page()).isEqualTo(topUp);
        assertThat(world.charge(topUp).actionUrl()).startsWith(stripe.url() + "/hosted/checkout/cs_");
        assertThat(world.charge(topUp).state()).isEqualTo(TopUpState.REQUIRES_ACTION);
        world.pages.step();
        world.pay(topUp, VISA);
        world.until(topUp, TopUpState.SUCCEEDED);
        assertThat(world.pages.step()).as("nothing is left to do").isFalse();
        assertThat(world.credits.balance("acme")).isEqualTo(Money.ofCents(CheckoutWorld.CENTS));
        assertThat(world.sessionsOf(topUp)).hasSize(1);
        assertThat(world.timesPaid(topUp)).isEqualTo(1);
        world.assertBooks(1);
    }

    @Test
    void aPageSaysWhatItIsForAndWhereTheCustomerComesBackTo() {
        UUID topUp = page();
        Session session = world.sessionsOf(topUp).get(0);
        assertThat(session.getMode()).isEqualTo("payment");
        assertThat(session.getAmountTotal()).isEqualTo(CheckoutWorld.CENTS);
        assertThat(session.getCurrency()).isEqualTo("usd");
        assertThat(session.getCustomer()).startsWith("cus_");
        assertThat(session.getExpiresAt() - session.getCreated()).isBetween(12 * 3600L - 60, 12 * 3600L);
        String back = "https://acme.example/billing?top_up=" + topUp + "&checkout=";
        assertThat(session.getSuccessUrl()).isEqualTo(back + "paid");
        assertThat(session.getCancelUrl()).isEqualTo(back + "left");
    }

    @Test
    void anotherTopUpUnderAKeyIsRefused() {
        page();
        assertThatThrownBy(() -> world.pages.open("acme", 99, "buy", false))
                .hasMessage("top-up buy: 99 cents by checkout (expected: what it was opened for)");
    }

    @Test
    void anEventAloneBooksThePayment() {
        UUID topUp = page();
        world.pay(topUp, VISA);
        world.event(topUp);
        assertThat(world.charge(topUp).state()).isEqualTo(TopUpState.SUCCEEDED);
        world.event(topUp);
        assertThat(world.pages.step()).isFalse();
        world.assertBooks(1);
    }

    @Test
    void anEventMayComeBeforeTheAnswer() {
        UUID topUp = world.request("acme");
        stripe.control().fail((method, path) -> path.endsWith("sessions") ? Fault.DROP_AFTER : Fault.NONE);
        world.cashier().step();
        assertThat(world.charge(topUp).actionUrl()).isNull();
        stripe.control().fail(FaultPlan.none());
        world.pay(topUp, VISA);
        world.event(topUp);
        assertThat(world.charge(topUp).state()).isEqualTo(TopUpState.SUCCEEDED);
        world.assertBooks(1);
    }

    /** Each POST twice: the JDK sends a dropped one again by itself. The key may be forgotten meanwhile. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void thereIsOnePageWhateverBecomesOfTheAnswers(Fault fault) {
        for (boolean forgotten : new boolean[] {false, true}) {
            UUID topUp = world.request("w" + forgotten);
            stripe.control().fail(FaultPlan.script(fault, fault, fault, fault));
            for (int i = 0; i < 40 && world.charge(topUp).actionUrl() == null; i++) {
                step(world.cashier());
                if (forgotten) {
                    stripe.control().pruneKeys();
                }
            }
            assertThat(world.sessionsOf(topUp)).as("pages").hasSize(1);
            world.pay(topUp, VISA);
            world.until(topUp, TopUpState.SUCCEEDED);
            assertThat(world.timesPaid(topUp)).isEqualTo(1);
        }
        world.assertBooks(2);
    }

    private static void step(Cashier cashier) {
        try {
            cashier.step();
        } catch (RuntimeException e) {
            // No customer yet: the loop tries again.
            assertThat(e).hasMessageContaining("stripe customer of");
        }
    }

    @Test
    void aPageThatExpiredFailsAndCannotBePaid() {
        UUID topUp = page();
        world.expireAtStripe(topUp);
        world.until(topUp, TopUpState.FAILED);
        assertThat(world.charge(topUp).error()).isEqualTo("checkout_expired");
        assertThat(world.charge(topUp).actionUrl()).isNull();
        assertThatThrownBy(() -> world.pay(topUp, VISA)).isInstanceOf(StripeRefusal.class);
        world.assertBooks(0);
    }

    @Test
    void aPageWhoseTimeIsOverIsClosedBeforeItFails() throws SQLException {
        UUID topUp = page();
        sql("UPDATE billing.checkout SET expires_at_seconds = 1000");
        world.until(topUp, TopUpState.FAILED);
        assertThat(world.sessionsOf(topUp)).extracting(Session::getStatus).containsExactly("expired");
    }

    @Test
    void aPaymentAtTheLastMomentIsBooked() throws SQLException {
        UUID topUp = page();
        world.pay(topUp, VISA);
        sql("UPDATE billing.checkout SET expires_at_seconds = 1000");
        world.until(topUp, TopUpState.SUCCEEDED);
        world.assertBooks(1);
    }

    @Test
    void aPaymentThatComesAfterAllIsBooked() throws SQLException {
        UUID topUp = page();
        sql("UPDATE billing.topup SET state = 'FAILED'");
        world.pay(topUp, VISA);
        world.event(topUp);
        assertThat(world.charge(topUp).state()).isEqualTo(TopUpState.SUCCEEDED);
        world.assertBooks(1);
    }

    @Test
    void nothingIsSentForOneThatIsTooLateOrGivenUpBeforeItsPage() throws SQLException {
        UUID late = world.request("late");
        sql("UPDATE billing.checkout SET expires_at_seconds = 1000");
        world.until(late, TopUpState.FAILED);
        UUID unwanted = world.request("unwanted");
        assertThat(world.pages.giveUp("unwanted")).isEqualTo(1);
        world.until(unwanted, TopUpState.FAILED);
        assertThat(world.charge(unwanted).error()).isEqualTo("checkout_given_up");
        assertThat(world.sessionsOf(late)).isEmpty();
        assertThat(world.sessionsOf(unwanted)).isEmpty();
    }

    @Test
    void onePageThatIsGivenUpIsClosedAndOneThatWasPaidIsBooked() {
        UUID left = page();
        UUID paid = world.pages.open("acme", CheckoutWorld.CENTS, "other", false);
        world.pay(paid, VISA);
        assertThat(world.pages.giveUp("acme")).isEqualTo(2);
        assertThat(world.pages.giveUp("acme")).isZero();
        world.until(left, TopUpState.FAILED);
        world.until(paid, TopUpState.SUCCEEDED);
        assertThat(world.sessionsOf(left)).extracting(Session::getStatus).containsExactly("expired");
        world.assertBooks(1);
    }

    @Test
    void aBankThatTakesDaysIsWaitedFor() {
        UUID paid = page();
        String intent = world.pay(paid, "pm_usBankAccount");
        world.until(paid, TopUpState.PROCESSING);
        world.pages.step();
        world.assertBooks(0);
        stripe.control().finishProcessing(intent, true);
        world.until(paid, TopUpState.SUCCEEDED);
        UUID refused = world.pages.open("acme", CheckoutWorld.CENTS, "other", false);
        String other = world.pay(refused, "pm_usBankAccount");
        stripe.control().finishProcessing(other, false);
        world.until(refused, TopUpState.FAILED);
        assertThat(world.charge(refused).error()).isEqualTo("payment_intent_payment_attempt_failed");
        world.assertBooks(1);
    }

    @Test
    void theCardIsKeptWhereThatWasAskedFor() {
        world.pay(page(), VISA);
        UUID topUp = world.pages.open("keeper", CheckoutWorld.CENTS, "buy", true);
        world.pay(topUp, VISA);
        world.event(topUp);
        boolean more = true;
        while (more) {
            more = world.pages.step();
        }
        assertThat(TestDatabase.rows(
                        world.dataSource,
                        "SELECT id, payment_method LIKE 'pm_%', card_last4 FROM billing.customer ORDER BY id"))
                .containsExactly("(acme,,)", "(keeper,t,4242)");
        UUID again = world.credits.topUp("keeper", CheckoutWorld.CENTS, "off-session");
        new io.millrace.billing.charging.Charger(
                        new io.millrace.billing.postgres.TopUpStore(
                                world.dataSource, new io.millrace.schemas.time.SystemClock()),
                        world.gateway,
                        CheckoutWorld.HASTY)
                .step();
        assertThat(world.charge(again).state()).isEqualTo(TopUpState.SUCCEEDED);
        world.assertBooks(3);
    }
}
