package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.DrawdownBatch.Unreadable;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class LedgerStoreIT {
    private static final UUID TOPIC = new UUID(1, 1);

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    private DataSource dataSource;
    private LedgerStore store;
    private AccountStore accounts;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void openLedger() {
        dataSource = database.fresh();
        store = new LedgerStore(dataSource);
        accounts = new AccountStore(dataSource, new TestingClock(1_000));
    }

    @AfterEach
    void closeLedger() {
        database.release();
    }

    private static Received at(long offset, String workspace, long sequence, long nano) {
        return new Received(offset, Drawdowns.of(workspace, sequence, nano, 2_000 + sequence));
    }

    private static DrawdownBatch batch(long from, long next, Entry... entries) {
        return new DrawdownBatch(TOPIC, 0, from, next, List.of(entries));
    }

    private long number(String sql) {
        return TestDatabase.number(dataSource, sql);
    }

    private void grant(String workspace, long nano, GrantKind kind) {
        accounts.grant(NewGrant.of(workspace, new Money(nano), kind, "g" + nano));
    }

    private Money balance(String workspace) {
        return accounts.balance(workspace).orElseThrow();
    }

    private void assertBooksHold() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
    }

    @Test
    void theSameBatchTwicePostsOnce() {
        grant("a", 100, GrantKind.PAID);
        DrawdownBatch batch = batch(0, 3, at(0, "a", 1, 60), at(1, "a", 2, 60), at(2, "a", 3, 0));
        assertThat(store.post(batch)).isEqualTo(new PostResult(3, 3, 0, 0, 0));
        assertThat(store.post(batch)).isEqualTo(new PostResult(3, 0, 3, 0, 0));
        assertThat(balance("a")).isEqualTo(new Money(-20));
        LedgerFigures figures = LedgerAudit.read(dataSource);
        assertThat(figures.drawdowns()).isEqualTo(3);
        assertThat(figures.charge()).isEqualTo(new Money(120));
        assertThat(figures.usageFromGrants()).isEqualTo(new Money(100));
        assertThat(figures.usageOnReceivable()).isEqualTo(new Money(20));
        assertBooksHold();
    }

    @Test
    void offsetsBelowTheWatermarkAreSkipped() {
        store.post(batch(0, 2, at(0, "a", 1, 5), at(1, "a", 2, 5)));
        assertThat(store.post(batch(1, 4, at(1, "a", 2, 5), at(2, "a", 3, 5), at(3, "a", 4, 5))))
                .isEqualTo(new PostResult(4, 2, 1, 0, 0));
        assertThat(balance("a")).isEqualTo(new Money(-20));
        assertThat(store.nextOffset(TOPIC, 0)).isEqualTo(4);
        assertBooksHold();
    }

    @Test
    void aGapIsRefusedAndChangesNothing() {
        assertThatThrownBy(() -> store.post(batch(5, 6, at(5, "a", 1, 5))))
                .isInstanceOf(MillraceException.class)
                .hasMessage("partition 0 offset: 5 (expected: <= watermark 0)");
        assertThat(number("SELECT count(*) FROM billing.transfer")).isZero();
    }

    @Test
    void aWatermarkThatWentBackStopsTheStoreForGood() throws SQLException {
        store.post(batch(0, 3, at(0, "a", 1, 5)));
        TestDatabase.execute(dataSource, "UPDATE billing.watermark SET next_off = 1");
        assertThatThrownBy(() -> store.post(batch(1, 4, at(3, "a", 2, 5))))
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith("partition 0 watermark: 1 (expected: >= 3, as seen before: ");
        TestDatabase.execute(dataSource, "UPDATE billing.watermark SET next_off = 3");
        assertThatThrownBy(() -> store.nextOffset(TOPIC, 1)).hasMessageStartingWith("partition 0 watermark: 1 ");
        assertThat(number("SELECT count(*) FROM billing.batch")).isEqualTo(1);
        assertThat(new LedgerStore(dataSource)
                        .post(batch(3, 4, at(3, "a", 2, 5)))
                        .posted())
                .as("after a new start")
                .isEqualTo(1);
        assertBooksHold();
    }

    @Test
    void whatLiesBelowTheLastSequenceIsPostedOnceWhateverItsDay() {
        store.post(batch(0, 2, at(0, "a", 7, 5), at(1, "a", 3, 5)));
        assertThat(store.post(batch(2, 5, at(2, "a", 3, 5), at(3, "a", 7, 5), at(4, "a", 5, 5))))
                .as("5 was never posted")
                .isEqualTo(new PostResult(5, 1, 0, 2, 0));
        Received movedToAnotherDay = new Received(5, Drawdowns.of("a", 5, 5, 1_800_000_000_000_000L));
        assertThat(store.post(batch(5, 6, movedToAnotherDay)).duplicates()).isEqualTo(1);
        assertBooksHold();
    }

    @Test
    void transfersAndIdsLieInTheirDays() {
        long today = number("SELECT (extract(epoch FROM now()) * 1000000)::bigint");
        store.post(batch(0, 1, new Received(0, Drawdowns.of("a", 1, 5, today))));
        String day = "to_char(now() AT TIME ZONE 'UTC', '_YYYYMMDD')";
        assertThat(number("SELECT count(*) FROM billing.transfer WHERE tableoid = ('billing.transfer' || " + day
                        + ")::regclass"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM billing.drawdown_seen WHERE tableoid = ('billing.drawdown_seen' || "
                        + day + ")::regclass"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'billing.transfer'::regclass"))
                .as("the default one, today and two days ahead")
                .isEqualTo(4);
    }

    @Test
    void twoProcessesMakeADayOnce() throws SQLException {
        String make = "SELECT billing.make_day('drawdown_seen', (now() AT TIME ZONE 'UTC')::date + 3)::int";
        CompletableFuture<Long> second;
        try (Connection first = dataSource.getConnection();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute(make);
            second = CompletableFuture.supplyAsync(() -> number(make));
            await().until(() ->
                    number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 1);
            first.commit();
        }
        assertThat(second.join()).isEqualTo(1);
    }

    @Test
    void offsetsWithoutARecordAreLegal() {
        assertThat(store.post(batch(0, 10, at(7, "a", 1, 5))).nextOffset()).isEqualTo(10);
        assertThat(store.post(batch(10, 12))).isEqualTo(new PostResult(12, 0, 0, 0, 0));
        assertBooksHold();
    }

    @Test
    void aDuplicateIdInOneBatchCollapsesAndOneFromBeforeIsDropped() {
        store.post(batch(0, 3, at(0, "a", 1, 5), at(1, "a", 1, 5), at(2, "b", 1, 5)));
        assertThat(store.post(batch(3, 5, at(3, "b", 1, 5), at(4, "b", 2, 5))))
                .isEqualTo(new PostResult(5, 1, 0, 1, 0));
        assertThat(balance("a")).isEqualTo(new Money(-5));
        assertThat(balance("b")).isEqualTo(new Money(-10));
        assertBooksHold();
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheRestIsPosted() {
        byte[] raw = {1, 2, 3};
        PostResult result = store.post(batch(
                0,
                4,
                at(0, "a", 1, 5),
                new Unreadable(1, raw, "record: 3 bytes"),
                at(2, "a", 2, -7),
                at(3, "a", 3, 5)));
        assertThat(result).isEqualTo(new PostResult(4, 2, 0, 0, 2));
        assertThat(TestDatabase.rows(dataSource, "SELECT off, reason, raw FROM billing.dead_letter ORDER BY off"))
                .containsExactly("(1,UNREADABLE,\"\\\\x010203\")", "(2,NEGATIVE_CHARGE,)");
        assertThat(balance("a")).isEqualTo(new Money(-10));
        assertThat(store.post(batch(4, 5, at(4, "a", 2, 7))).posted())
                .as("the corrected drawdown under the same id")
                .isEqualTo(1);
        assertBooksHold();
    }

    @Test
    void transfersAndBatchesAreOnlyAdded() {
        store.post(batch(0, 1, at(0, "a", 1, 5)));
        for (String change : List.of(
                "UPDATE billing.transfer SET amount_nano = 1",
                "DELETE FROM billing.transfer",
                "TRUNCATE billing.transfer",
                "UPDATE billing.batch SET drawdowns = 0",
                "DELETE FROM billing.batch")) {
            assertThatThrownBy(() -> TestDatabase.execute(dataSource, change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("(expected: rows are only added)");
        }
        assertThat(number("SELECT amount_nano FROM billing.transfer")).isEqualTo(5);
    }

    @Test
    void aGrantIsBookedOncePerKeyAndRepaysFirst() {
        store.post(batch(0, 1, at(0, "a", 1, 30)));
        NewGrant grant = NewGrant.of("a", new Money(100), GrantKind.PROMOTIONAL, "welcome");
        assertThat(accounts.grant(grant)).isTrue();
        assertThat(accounts.grant(grant)).isFalse();
        assertThat(balance("a")).isEqualTo(new Money(70));
        assertThat(accounts.grants("a")).extracting(GrantView::remaining).containsExactly(new Money(70));
        assertThatThrownBy(() -> accounts.grant(NewGrant.of("a", new Money(5), GrantKind.PROMOTIONAL, "welcome")))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("as it was granted before under this key");
        assertThat(number("SELECT count(*) FROM billing.outbox")).isEqualTo(1);
        assertBooksHold();
    }

    @Test
    void aFallingPrepaidBalanceOpensOneTopUpAndNoMoreThanTheDailyMaximum() {
        accounts.setTerms(
                new AccountTerms("a", BillingMode.PREPAID, new AutoRecharge(new Money(50), 100, 2), "pm_card_visa"));
        accounts.setStripeCustomer("a", "cus_1");
        grant("a", 100, GrantKind.PAID);
        store.post(batch(0, 1, at(0, "a", 1, 50)));
        assertThat(number("SELECT count(*) FROM billing.topup"))
                .as("50 is not below 50")
                .isZero();
        for (int i = 1; i <= 5; i++) {
            store.post(batch(i, i + 1, at(i, "a", i + 1, 10)));
        }
        assertThat(number("SELECT count(*) FROM billing.topup WHERE state = 'PENDING'"))
                .isEqualTo(1);
        endTopUps("SUCCEEDED");
        store.post(batch(6, 7, at(6, "a", 7, 10)));
        endTopUps("SUCCEEDED");
        store.post(batch(7, 8, at(7, "a", 8, 10)));
        assertThat(number("SELECT count(*) FROM billing.topup")).isEqualTo(2);
    }

    @Test
    void aFailedTopUpStopsTheNextForADay() {
        accounts.setTerms(
                new AccountTerms("a", BillingMode.PREPAID, new AutoRecharge(new Money(50), 100, 9), "pm_card_visa"));
        accounts.setStripeCustomer("a", "cus_1");
        store.post(batch(0, 1, at(0, "a", 1, 50)));
        endTopUps("FAILED");
        store.post(batch(1, 2, at(1, "a", 2, 50)));
        assertThat(number("SELECT count(*) FROM billing.topup")).isEqualTo(1);
    }

    private void endTopUps(String state) {
        try {
            TestDatabase.execute(
                    dataSource,
                    "UPDATE billing.topup SET state = '" + state + "', payment_intent = id::text, first_sent_at = now()"
                            + " WHERE state = 'PENDING'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theAuditNamesWhatDiffers() throws SQLException {
        grant("a", 100, GrantKind.PAID);
        store.post(batch(0, 1, at(0, "a", 1, 30)));
        TestDatabase.execute(dataSource, "UPDATE billing.credit_grant SET remaining_nano = 71");
        assertThat(LedgerAudit.read(dataSource).differences())
                .containsExactly(
                        "grant left: 1 rows differ (expected: what was transferred into it less what was out of it)",
                        "customer balance: 1 rows differ (expected: remaining of its grants less its overdraft)");
    }
}
