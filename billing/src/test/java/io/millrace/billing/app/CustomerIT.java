package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.time.SystemClock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A workspace gets its customer whatever becomes of the first answer: no error that Stripe keeps for a key blocks it. */
@SuppressWarnings("NullAway.Init")
final class CustomerIT {
    private static final AccountTerms TERMS = new AccountTerms("acme", BillingMode.PREPAID, null, "pm_card_visa");

    @RegisterExtension
    static final StripeLedger LEDGER = new StripeLedger();

    private FakeStripe stripe;
    private CheckoutWorld world;
    private AccountStore accounts;

    @BeforeEach
    void open() {
        stripe = LEDGER.stripe();
        world = new CheckoutWorld(LEDGER.dataSource(), stripe);
        accounts = new AccountStore(world.dataSource, new SystemClock());
    }

    private List<String> customers() {
        StripeClient client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase(stripe.url())
                .build();
        try {
            return client.v1().customers().list().getData().stream()
                    .map(Customer::getId)
                    .toList();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each POST twice: the JDK sends a dropped one again by itself. */
    private void failOnce(Fault fault) {
        stripe.control().fail(FaultPlan.script(fault, fault));
        assertThatThrownBy(() -> world.credits.openAccount(TERMS))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("stripe customer of acme");
        stripe.control().fail(FaultPlan.none());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP_BEFORE", "DROP_AFTER", "RATE_LIMITED", "ERROR_BEFORE", "ERROR_AFTER"})
    void anAccountIsOpenedByTheNextCallWhateverWasAnsweredToTheFirst(Fault fault) {
        failOnce(fault);
        world.credits.openAccount(TERMS);
        assertThat(customers()).contains(accounts.stripeCustomer("acme").orElseThrow());
        assertThat(customers()).hasSize(fault == Fault.ERROR_AFTER ? 2 : 1);
    }

    @Test
    void errorsThatAreKeptNeverUseUpTheKeys() {
        for (int i = 0; i < 5; i++) {
            failOnce(Fault.ERROR_BEFORE);
        }
        world.credits.openAccount(TERMS);
        world.credits.openAccount(TERMS);
        assertThat(customers()).containsExactly(accounts.stripeCustomer("acme").orElseThrow());
    }

    @Test
    void aCheckoutAfterALostAnswerFindsTheCustomerThatTheAccountMade() {
        failOnce(Fault.DROP_AFTER);
        world.request("acme");
        world.cashier().step();
        assertThat(customers()).containsExactly(accounts.stripeCustomer("acme").orElseThrow());
    }

    @Test
    void aCheckoutPassesAnErrorThatIsKeptAtOnce() {
        failOnce(Fault.ERROR_BEFORE);
        world.request("acme");
        world.cashier().step();
        assertThat(customers()).containsExactly(accounts.stripeCustomer("acme").orElseThrow());
    }
}
