package io.millrace.billing.postgres.postpaid;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A postpaid workspace, its usage, and payments as the provider would tell of them. Its clock starts in November 2026. */
final class PostpaidBench {
    static final String WORKSPACE = "acme";

    final DataSource dataSource;
    final TestingClock clock = new TestingClock(micros("2026-11-02T12:00:00Z"));
    final AccountStore accounts;
    final PostpaidStore store;
    final TopUpStore topUps;
    final CloseoutStore closeouts;
    private final LedgerStore ledger;
    private final PostpaidSweep sweep;
    private long offset;
    private @Nullable DrawdownBatch lastBatch;
    private String card = "pm_card_visa";

    PostpaidBench(DataSource dataSource) {
        this.dataSource = dataSource;
        accounts = new AccountStore(dataSource, clock);
        store = new PostpaidStore(dataSource, clock);
        topUps = new TopUpStore(dataSource, clock);
        closeouts = new CloseoutStore(dataSource, clock);
        ledger = new LedgerStore(dataSource);
        sweep = new PostpaidSweep(dataSource, clock);
    }

    static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    void open(@Nullable Long thresholdCents) {
        card("pm_card_visa");
        accounts.setStripeCustomer(WORKSPACE, "cus_1");
        store.setTerms(postpaid(thresholdCents));
    }

    /** Another card, however the workspace pays. */
    void replaceCard(String method) {
        BillingTerms terms = store.terms(WORKSPACE).orElseThrow();
        accounts.setTerms(new AccountTerms(WORKSPACE, terms.mode(), null, method));
        card = method;
    }

    /** Whether the card that it charges, where it has begun to, is the present one. */
    boolean hasCardOf(TopUp topUp) {
        return topUp.paymentMethod().equals(card);
    }

    void card(String method) {
        accounts.setTerms(new AccountTerms(WORKSPACE, BillingMode.POSTPAID, null, method));
    }

    static BillingTerms postpaid(@Nullable Long thresholdCents) {
        return BillingTerms.postpaid(WORKSPACE, null, new PostpaidTerms(thresholdCents, ZoneOffset.UTC));
    }

    /** Usage of the clock's now. */
    void use(String usd) {
        use(Money.parseUsd(usd).nanoUsd(), clock.nowMicros());
    }

    void use(long nano, long usedAtMicros) {
        Received received = new Received(offset, Drawdowns.of(WORKSPACE, offset + 1, nano, usedAtMicros));
        lastBatch = new DrawdownBatch(new UUID(3, 3), 0, offset, ++offset, List.of(received));
        ledger.post(lastBatch);
    }

    /** As after a rebalance. */
    void postLastAgain() {
        ledger.post(Objects.requireNonNull(lastBatch));
    }

    void grant(String usd, String key) {
        accounts.grant(NewGrant.of(WORKSPACE, Money.parseUsd(usd), GrantKind.PROMOTIONAL, key));
    }

    void at(String instant) {
        clock.advanceMicros(micros(instant) - clock.nowMicros());
        sweep();
    }

    void sweep() {
        sweep.step();
    }

    TopUp claim() {
        return topUps.claim(Duration.ZERO).orElseThrow();
    }

    static Intent paidIntent(TopUp topUp) {
        return new Intent(
                "pi_" + topUp.id(),
                IntentStatus.SUCCEEDED,
                topUp.amountCents(),
                topUp.id().toString(),
                null);
    }

    /** The charge that is open succeeds. Returns its cents. */
    long pay() {
        TopUp topUp = claim();
        topUps.settle(topUp, paidIntent(topUp));
        topUps.settle(topUp, paidIntent(topUp)); // whoever hears of it too
        return topUp.amountCents();
    }

    /** It ends without being paid. */
    void fail(String error) {
        TopUp open = claim();
        TopUp failed = new TopUp(
                open.id(),
                open.workspaceId(),
                open.amountCents(),
                open.kind(),
                open.stripeCustomer(),
                open.paymentMethod(),
                TopUpState.FAILED,
                null,
                open.attempts(),
                error,
                null,
                open.outlook(),
                open.version());
        assertThat(topUps.save(failed, Duration.ZERO, null)).isPresent();
    }

    /** Every charge, the first first. */
    List<String> charges() {
        return TestDatabase.rows(dataSource, """
                SELECT p.reason, p.period, t.amount_cents, t.state
                FROM billing.postpaid_charge p JOIN billing.topup t ON t.id = p.topup_id ORDER BY p.n
                """);
    }

    List<String> credits() {
        return TestDatabase.rows(dataSource, "SELECT kind, amount_nano FROM billing.outbox ORDER BY id");
    }

    String balance() {
        return accounts.balance(WORKSPACE).orElseThrow().toString();
    }
}
