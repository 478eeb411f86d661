package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundCreateParams;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.GrantKeeper;
import io.millrace.billing.postgres.GrantStore;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundSettings;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.StripeControl;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** A ledger and the stand-in of Stripe, with what a test of money that goes back does to both. Leases of a millisecond. */
final class ReturnsWorld {
    static final long NOW = 1_000_000;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final UUID TOPIC = new UUID(7, 7);

    final DataSource dataSource;
    final StripeControl control;
    final Credits credits;
    final Returns returns;
    final StripeClient client;
    final GrantStore grants;
    private final TestingClock clock = new TestingClock(NOW);
    private final Charger charger;
    private final LedgerStore ledger;
    private final GrantKeeper keeper;
    private long sequence;
    private long offset;
    private int names;

    ReturnsWorld(DataSource dataSource, FakeStripe stripe) {
        this.dataSource = dataSource;
        control = stripe.control();
        client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase(stripe.url())
                .build();
        StripeSettings settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        PaymentGateway gateway = StripePaymentGateway.of(settings);
        credits = new Credits(dataSource, gateway, clock);
        grants = new GrantStore(dataSource, clock);
        charger = new Charger(new TopUpStore(dataSource, clock), gateway, new ChargerSettings(MILLI, MILLI, MILLI));
        returns = Returns.of(dataSource, settings, new RefundSettings(MILLI, MILLI, Duration.ofDays(1)), clock);
        ledger = new LedgerStore(dataSource);
        keeper = new GrantKeeper(dataSource, clock, Duration.ZERO);
    }

    void account(String workspace, String card) {
        credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, card));
    }

    /** Paid, and granted unless the charger is not let run. */
    UUID topUp(String workspace, long cents) {
        UUID id = credits.topUp(workspace, cents, "t" + names++);
        charge();
        return id;
    }

    /** What is to be charged. */
    void charge() {
        boolean more = true;
        while (more) {
            more = charger.step();
        }
    }

    void give(String workspace, long cents) {
        grants.grant(NewGrant.of(workspace, Money.ofCents(cents), GrantKind.PROMOTIONAL, "g" + names++));
    }

    void use(String workspace, long cents) {
        useNano(workspace, Money.ofCents(cents).nanoUsd());
    }

    void useNano(String workspace, long nano) {
        var drawdown = Drawdowns.of(workspace, ++sequence, nano, NOW);
        var entry = new DrawdownBatch.Received(offset, drawdown);
        ledger.post(new DrawdownBatch(TOPIC, 0, offset, offset + 1, List.of(entry)));
        offset++;
    }

    void voidGrant(UUID topUp) {
        String grant = text("SELECT id FROM billing.credit_grant WHERE source_id = '" + topUp + "'");
        grants.voidGrant(text("SELECT customer_id FROM billing.topup WHERE id = '" + topUp + "'"), grant, "test");
    }

    /** What time brings to grants: one that got something back after its end ends again. */
    void keep() {
        boolean more = true;
        while (more) {
            more = keeper.step();
        }
    }

    Refund refund(UUID topUp, long cents, RefundPolicy policy) {
        String workspace = text("SELECT customer_id FROM billing.topup WHERE id = '" + topUp + "'");
        RefundRequest request = new RefundRequest(workspace, topUp, cents, "r" + names++, "asked", policy);
        returns.requestRefund(request);
        drain();
        return returns.refunds(workspace).stream()
                .filter(refund -> refund.id().equals(request.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The loop, until nothing is due. */
    void drain() {
        boolean more = true;
        while (more) {
            more = returns.step() || openRefunds() > 0;
        }
    }

    private long openRefunds() {
        return number("SELECT count(*) FROM billing.refund WHERE state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN')");
    }

    /** As somebody does in Stripe's dashboard. */
    String refundAtStripe(UUID topUp, long cents) {
        try {
            return client.v1()
                    .refunds()
                    .create(RefundCreateParams.builder()
                            .setPaymentIntent(intentOf(topUp))
                            .setAmount(cents)
                            .build())
                    .getId();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    String intentOf(UUID topUp) {
        return text("SELECT payment_intent FROM billing.topup WHERE id = '" + topUp + "'");
    }

    /** An event about the object, which says nothing but that. */
    EventEffect.Result event(EventFamily family, String objectId) {
        var effect = Objects.requireNonNull(returns.effects().get(family));
        String type = family == EventFamily.REFUND ? "refund.updated" : "charge.dispute.updated";
        return effect.apply(new ProviderEvent("evt_" + names++, type, objectId, 1, false));
    }

    long balanceCents(String workspace) {
        return credits.balance(workspace).floorCents();
    }

    long number(String sql) {
        return TestDatabase.number(dataSource, sql);
    }

    String text(String sql) {
        String row = TestDatabase.rows(dataSource, sql).get(0);
        return row.substring(1, row.length() - 1);
    }

    List<String> rows(String sql) {
        return TestDatabase.rows(dataSource, sql);
    }

    /** Whole cents that an account of the business was debited more than credited. */
    long debitedCents(int account) {
        return number("SELECT coalesce(sum(CASE WHEN debit_account = " + account
                        + " THEN amount_nano ELSE -amount_nano END), 0)::bigint FROM billing.transfer WHERE "
                        + account + " IN (debit_account, credit_account)")
                / Money.NANO_PER_CENT;
    }

    /**
     * The books hold; Stripe's clearing is what Stripe took less what went back, what disputes lost and their fees; what is
     * set aside is of open disputes only.
     */
    void assertBooks() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        long taken = 0;
        for (Charge charge : control.charges()) {
            taken += charge.progress().capturedCents() - charge.progress().refundedCents();
        }
        for (Dispute dispute : disputes()) {
            taken -= dispute.getStatus().equals("lost") ? dispute.getAmount() : 0;
            taken -= dispute.getBalanceTransactions().stream()
                    .mapToLong(BalanceTransaction::getFee)
                    .sum();
        }
        assertThat(debitedCents(3)).isEqualTo(taken);
    }

    /** All of Stripe's, the newest first. */
    List<Dispute> disputes() {
        try {
            DisputeListParams params =
                    DisputeListParams.builder().setLimit(100L).build();
            return client.v1().disputes().list(params).getData();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ids of all of Stripe's, the newest first. */
    List<String> refundsAtStripe() {
        try {
            return client.v1().refunds().list().getData().stream()
                    .map(com.stripe.model.Refund::getId)
                    .toList();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bank takes what is left of a payment; its id. No event is told. */
    String dispute(UUID topUp) {
        String intent = intentOf(topUp);
        Charge charge = control.charges().stream()
                .filter(paid -> paid.paymentIntent().equals(intent))
                .findFirst()
                .orElseThrow();
        return control.openDispute(charge.id()).id();
    }

    EventEffect.Result disputeEvent(String dispute) {
        return event(EventFamily.DISPUTE, dispute);
    }
}
