package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.ledger.Recurrence.Every;
import io.millrace.billing.ledger.Rollover;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class GrantStoreIT {
    private static final UUID TOPIC = new UUID(1, 1);
    private static final long NOW = Micros.of(Instant.parse("2026-03-01T12:00:00Z"));
    private static final Duration LATENESS = Duration.ofMinutes(15);
    private static final long HOUR = Micros.PER_HOUR;
    private static final String CREDITS = """
            SELECT credit_id, kind, amount_nano FROM billing.outbox ORDER BY id
            """;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    private DataSource dataSource;
    private TestingClock clock;
    private GrantStore grants;
    private GrantKeeper keeper;
    private LedgerStore ledger;
    private long offset;

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
        clock = new TestingClock(NOW);
        grants = new GrantStore(dataSource, clock);
        keeper = new GrantKeeper(dataSource, clock, LATENESS);
        ledger = new LedgerStore(dataSource);
    }

    @AfterEach
    void closeLedger() {
        try {
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        } finally {
            database.release();
        }
    }

    private static NewGrant paid(long nano, long effective, long expires, String key) {
        return NewGrant.of("a", new Money(nano), GrantKind.PAID, key).during(effective, expires);
    }

    private void draw(long nano, long usedAt) {
        Received received = new Received(offset, Drawdowns.of("a", offset + 1, nano, usedAt));
        ledger.post(new DrawdownBatch(TOPIC, 0, offset, ++offset, List.of(received)));
    }

    private List<String> states() {
        return grants.grants("a").stream()
                .map(grant -> grant.state() + " " + grant.remaining().nanoUsd() + "/"
                        + grant.granted().nanoUsd())
                .toList();
    }

    private long balance() {
        return TestDatabase.number(dataSource, "SELECT balance_nano FROM billing.customer WHERE id = 'a'");
    }

    private List<String> credits() {
        return TestDatabase.rows(dataSource, CREDITS);
    }

    private String firstId() {
        return grants.grants("a").get(0).grantId();
    }

    @Test
    void breakageIsBookedOnlyWhenTheLatenessWindowIsOver() {
        grants.grant(paid(100, 0, NOW + HOUR, "k"));
        draw(30, NOW);
        clock.advanceMicros(HOUR + LATENESS.toMillis() * 1_000 - 1);
        assertThat(keeper.step()).isFalse();
        draw(20, NOW + HOUR - 1);
        assertThat(states()).as("late usage of before its expiry").containsExactly("ACTIVE 50/100");
        draw(10, NOW + HOUR);
        assertThat(balance()).as("usage at its expiry is owed").isEqualTo(40);
        clock.advanceMicros(1);
        assertThat(keeper.step()).isTrue();
        assertThat(keeper.step()).isFalse();
        assertThat(states()).containsExactly("EXPIRED 0/100");
        assertThat(balance()).isEqualTo(-10);
        assertThat(credits()).containsExactly("(grant:admin:a|k,GRANT,100)", "(expiry:" + firstId() + ":1,EXPIRY,-50)");
        assertThatThrownBy(() -> grants.voidGrant("a", firstId(), "late"))
                .isInstanceOf(MillraceException.class)
                .hasMessageEndingWith("(expected: one that has not expired)");
    }

    @Test
    void aGrantWithNothingLeftEndsWithoutAWord() {
        grants.grant(paid(100, 0, NOW + HOUR, "k"));
        draw(100, NOW);
        clock.advanceMicros(2 * HOUR);
        assertThat(keeper.step()).isFalse();
        assertThat(states()).containsExactly("USED_UP 0/100");
        assertThat(credits()).hasSize(1);
    }

    @Test
    void aGrantToComeIsInNoBalanceUntilItBegins() {
        draw(10, NOW);
        grants.grant(paid(100, NOW + HOUR, Grant.NEVER, "later"));
        assertThat(states()).containsExactly("PENDING 0/100");
        assertThat(balance()).isEqualTo(-10);
        assertThat(credits()).isEmpty();
        clock.advanceMicros(HOUR);
        keeper.step();
        assertThat(states()).as("it repays first").containsExactly("ACTIVE 90/100");
        assertThat(balance()).isEqualTo(90);
        assertThat(credits()).containsExactly("(grant:admin:a|later,GRANT,100)");
        draw(5, NOW + HOUR - 1);
        assertThat(states()).as("usage of before it").containsExactly("ACTIVE 90/100");
    }

    @Test
    void usageOfItsTimeBeginsAGrantBeforeTheClockDoes() {
        grants.grant(paid(100, NOW + HOUR, Grant.NEVER, "later"));
        List<DrawdownBatch.Entry> entries = List.of(
                new Received(0, Drawdowns.of("a", 1, 10, NOW)),
                new Received(1, Drawdowns.of("a", 2, 10, NOW + HOUR)),
                new Received(3, Drawdowns.of("a", 3, 10, NOW)));
        PostResult result = ledger.post(new DrawdownBatch(TOPIC, 0, 0, 5, entries));
        assertThat(result).isEqualTo(new PostResult(5, 3, 0, 0, 0));
        assertThat(states()).as("10 repaid, 10 used").containsExactly("ACTIVE 80/100");
        assertThat(balance()).as("the last is of before it, and owed").isEqualTo(70);
        assertThat(TestDatabase.rows(dataSource, "SELECT from_off, to_off FROM billing.batch ORDER BY id"))
                .containsExactly("(0,1)", "(1,5)");
    }

    @Test
    void whatIsVoidedIsNotUsedAnyMore() {
        grants.grant(paid(100, 0, Grant.NEVER, "k"));
        grants.grant(paid(50, NOW + HOUR, Grant.NEVER, "later"));
        draw(30, NOW);
        String first = firstId();
        assertThat(grants.voidGrant("a", first, "granted by mistake")).isTrue();
        assertThat(grants.voidGrant("a", first, "again")).isFalse();
        assertThat(grants.voidGrant("a", grants.grants("a").get(1).grantId(), "not needed"))
                .isTrue();
        draw(10, NOW);
        clock.advanceMicros(2 * HOUR);
        assertThat(keeper.step()).isFalse();
        assertThat(states()).containsExactly("VOIDED 0/100", "CANCELLED 0/50");
        assertThat(balance()).isEqualTo(-10);
        assertThat(credits()).containsExactly("(grant:admin:a|k,GRANT,100)", "(void:" + first + ":1,ADJUSTMENT,-70)");
        assertThatThrownBy(() -> grants.voidGrant("a", "999", "x"))
                .hasMessage("grant: 999 (expected: a grant of workspace a)");
    }

    @Test
    void aPartRollsOverAsOftenAsTheRuleSays() {
        Rollover rule = new Rollover(500_000, new Money(40), HOUR, 1);
        grants.grant(paid(100, 0, NOW + HOUR, "k").rollingOver(rule));
        String first = firstId();
        clock.advanceMicros(2 * HOUR - 1);
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100", "ACTIVE 40/40");
        draw(15, NOW + HOUR);
        assertThat(balance()).isEqualTo(25);
        clock.advanceMicros(HOUR);
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100", "EXPIRED 0/40");
        String second = grants.grants("a").get(1).grantId();
        assertThat(credits())
                .containsExactly(
                        "(grant:admin:a|k,GRANT,100)",
                        "(expiry:" + first + ":1,EXPIRY,-100)",
                        "(grant:rollover:" + first + ":1,GRANT,40)",
                        "(expiry:" + second + ":1,EXPIRY,-25)");
    }

    @Test
    void aRestThatComesBackAfterTheEndEndsAgainUnderTheNextNumber() throws SQLException {
        grants.grant(paid(100, 0, NOW + HOUR, "k"));
        clock.advanceMicros(2 * HOUR);
        keeper.step();
        String id = firstId();
        TestDatabase.execute(
                dataSource,
                "INSERT INTO billing.transfer (id, cause, kind, debit_account, credit_account, amount_nano, booked_at)"
                        + " VALUES (1, gen_random_uuid(), 'ADJUSTMENT', 4, " + id + ", 60, now());"
                        + "INSERT INTO billing.outbox (credit_id, workspace_id, kind, amount_nano, grant_id, source,"
                        + " occurred_at_micros) VALUES ('d', 'a', 'ADJUSTMENT', 60, '', '', 0);"
                        + "UPDATE billing.credit_grant SET remaining_nano = 60 WHERE id = " + id + ";"
                        + "UPDATE billing.customer SET balance_nano = 60");
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100");
        assertThat(credits()).last().isEqualTo("(expiry:" + id + ":2,EXPIRY,-60)");
    }

    @Test
    void aWorkspaceHasOneTrialInItsLife() {
        NewGrant trial = NewGrant.of("a", new Money(100), GrantKind.TRIAL, "t");
        assertThat(grants.grant(trial)).isTrue();
        assertThat(grants.grant(trial)).isFalse();
        grants.voidGrant("a", firstId(), "over");
        assertThatThrownBy(() -> grants.grant(NewGrant.of("a", new Money(100), GrantKind.TRIAL, "t2")))
                .isInstanceOf(MillraceException.class)
                .hasMessage("workspace: a (expected: one without a trial, such as admin:a|t)");
        assertThatThrownBy(() -> paid(1, 0, Grant.NEVER, "k").rollingOver(new Rollover(1, null, 1, 1)))
                .hasMessageStartingWith("grant rollover: ");
    }

    private static GrantSchedule monthly(@Nullable Integer count) {
        long first = Micros.of(Instant.parse("2026-01-31T23:00:00Z"));
        return new GrantSchedule(
                "a",
                "included",
                GrantKind.PROMOTIONAL,
                new Money(100),
                5,
                new Recurrence(Every.MONTH, ZoneId.of("Europe/Berlin"), first, count, null),
                1,
                new Applicability(List.of("gpt-*"), List.of(), List.of()),
                null);
    }

    @Test
    void aScheduleOpensEachPeriodOnceAndLeavesOutThoseThatAreOver() {
        ScheduleStore schedules = new ScheduleStore(dataSource, clock);
        assertThat(schedules.put(monthly(3))).isTrue();
        assertThat(schedules.put(monthly(3))).isFalse();
        assertThatThrownBy(() -> schedules.put(monthly(4)))
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith("schedule included: ");
        assertThat(keeper.step()).isTrue();
        assertThat(keeper.step()).isFalse();
        assertThat(grants.grants("a"))
                .as("February is over on 1 March at noon")
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.source()).isEqualTo("recurring:a|included|1");
                    assertThat(Micros.toInstant(grant.effectiveAtMicros())).isEqualTo("2026-02-28T23:00:00Z");
                    assertThat(Micros.toInstant(grant.expiresAtMicros())).isEqualTo("2026-03-31T22:00:00Z");
                    assertThat(grant.applicability()).isEqualTo(monthly(3).applicability());
                });
        clock.advanceMicros(Micros.of(Instant.parse("2026-03-31T21:30:00Z")) - NOW);
        keeper.step();
        assertThat(states()).as("an hour ahead").containsExactly("ACTIVE 100/100", "PENDING 0/100");
        clock.advanceMicros(HOUR);
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100", "ACTIVE 100/100");
        clock.advanceMicros(60 * Micros.PER_DAY);
        keeper.step();
        assertThat(states()).as("three openings, the first left out").containsExactly("EXPIRED 0/100", "EXPIRED 0/100");
    }

    @Test
    void aCancelledScheduleCancelsWhatWaits() {
        ScheduleStore schedules = new ScheduleStore(dataSource, clock);
        schedules.put(monthly(null));
        clock.advanceMicros(Micros.of(Instant.parse("2026-03-31T21:30:00Z")) - NOW);
        keeper.step();
        assertThat(schedules.schedules("a")).containsExactly(monthly(null));
        assertThat(schedules.cancel("a", "included")).isTrue();
        assertThat(schedules.cancel("a", "included")).isFalse();
        assertThat(schedules.schedules("a")).isEmpty();
        clock.advanceMicros(HOUR);
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100", "CANCELLED 0/100");
    }

    @Test
    void twoKeepersEndAGrantOnce() {
        for (int i = 0; i < 20; i++) {
            grants.grant(paid(100, 0, NOW + 1, "k" + i).rollingOver(new Rollover(1_000_000, null, HOUR, 9)));
        }
        clock.advanceMicros(5 * HOUR);
        GrantKeeper other = new GrantKeeper(dataSource, clock, LATENESS);
        CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> finish(other));
        finish(keeper);
        beside.join();
        finish(keeper);
        assertThat(states().stream().filter(state -> state.startsWith("ACTIVE")))
                .hasSize(20);
        assertThat(balance()).isEqualTo(2_000);
    }

    private static void finish(GrantKeeper keeper) {
        while (keeper.step()) {
            // until nothing is due
        }
    }

    @Test
    void anEndingThatFailsBeforeItsLastRowLeavesNothing() throws SQLException {
        grants.grant(paid(100, 0, NOW + HOUR, "k").rollingOver(new Rollover(500_000, null, HOUR, 1)));
        grants.grant(new NewGrant("b", new Money(7), GrantKind.PAID, 1, NOW + HOUR, "k"));
        TestDatabase.execute(dataSource, """
                CREATE FUNCTION billing.fail() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF NEW.workspace_id = 'a' THEN RAISE EXCEPTION 'full'; END IF; RETURN NEW; END $$;
                CREATE TRIGGER fail BEFORE INSERT ON billing.outbox FOR EACH ROW EXECUTE FUNCTION billing.fail();
                """);
        List<String> before = everything();
        clock.advanceMicros(2 * HOUR);
        assertThatThrownBy(keeper::step).hasMessageContaining("full");
        assertThat(everything()).isEqualTo(before);
        assertThat(grants.grants("b"))
                .as("another workspace is not kept")
                .singleElement()
                .satisfies(grant -> assertThat(grant.state()).isEqualTo(GrantState.EXPIRED));
        assertThatThrownBy(() -> grants.voidGrant("a", firstId(), "x")).hasMessageContaining("full");
        assertThatThrownBy(() -> grants.grant(paid(5, 0, Grant.NEVER, "k2"))).hasMessageContaining("full");
        assertThat(everything()).isEqualTo(before);
        TestDatabase.execute(dataSource, "DROP TRIGGER fail ON billing.outbox");
        keeper.step();
        assertThat(states()).containsExactly("EXPIRED 0/100", "ACTIVE 50/50");
    }

    private List<String> everything() {
        return Stream.of(
                        "SELECT * FROM billing.customer WHERE id = 'a'",
                        "SELECT * FROM billing.credit_grant WHERE customer_id = 'a' ORDER BY id",
                        "SELECT t.* FROM billing.transfer t JOIN billing.account a"
                                + " ON a.id IN (debit_account, credit_account) WHERE owner_id = 'a' ORDER BY t.id",
                        "SELECT * FROM billing.account WHERE owner_id = 'a' ORDER BY id",
                        "SELECT * FROM billing.outbox WHERE workspace_id = 'a' ORDER BY id")
                .flatMap(sql -> TestDatabase.rows(dataSource, sql).stream())
                .toList();
    }

    @Test
    void aBookingHasTheInstantAtWhichItHeldTheCustomerNotThatAtWhichItBegan() throws SQLException {
        grants.grant(paid(100, 0, Grant.NEVER, "k"));
        CompletableFuture<Void> posting;
        long held;
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM billing.customer FOR UPDATE");
            posting = CompletableFuture.runAsync(() -> draw(30, NOW));
            await().until(() -> TestDatabase.number(
                            dataSource, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    == 1);
            held = TestDatabase.number(dataSource, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
            holder.rollback();
        }
        posting.join();
        BalanceReader reader = new BalanceReader(dataSource);
        assertThat(reader.at("a", held).orElseThrow().balance())
                .as("while another held the customer")
                .isEqualTo(new Money(100));
        assertThat(TestDatabase.number(
                        dataSource,
                        "SELECT count(*) FROM billing.transfer t JOIN billing.journal j ON j.id = t.id >> 24"
                                + " JOIN billing.batch b ON b.id = t.batch_id"
                                + " WHERE t.booked_at = j.booked_at AND b.posted_at = t.booked_at"))
                .as("one instant for all of an entry")
                .isEqualTo(1);
        assertThat(LedgerVerify.read(dataSource, null).broken()).isNull();
    }

    @Test
    void aFallingBalanceByExpiryOpensATopUp() {
        AccountStore accounts = new AccountStore(dataSource, clock);
        accounts.setTerms(
                new AccountTerms("a", BillingMode.PREPAID, new AutoRecharge(new Money(50), 100, 2), "pm_card_visa"));
        accounts.setStripeCustomer("a", "cus_1");
        grants.grant(paid(100, 0, NOW + HOUR, "k"));
        clock.advanceMicros(2 * HOUR);
        keeper.step();
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.topup"))
                .isEqualTo(1);
    }

    @Test
    void theStandingSaysWhenAWorkspaceIsOverItsLimit() {
        AccountStore accounts = new AccountStore(dataSource, clock);
        accounts.setTerms(new AccountTerms("a", BillingMode.PREPAID, null, null));
        accounts.setOverdraftLimit("a", new Money(50));
        draw(49, NOW);
        assertThat(accounts.standing("a"))
                .contains(new CreditStanding(new Money(-49), new Money(49), new Money(50), false));
        draw(1, NOW);
        draw(30, NOW);
        assertThat(accounts.standing("a"))
                .as("what was served is booked beyond the limit")
                .contains(new CreditStanding(new Money(-80), new Money(80), new Money(50), true));
        accounts.setTerms(new AccountTerms("a", BillingMode.POSTPAID, null, null));
        assertThat(accounts.standing("a").orElseThrow().overLimit())
                .as("the limit is now its credit limit")
                .isTrue();
        accounts.setOverdraftLimit("a", Money.ZERO);
        assertThat(accounts.standing("a").orElseThrow().overLimit()).isFalse();
    }

    @Test
    void aDrawdownLeadsToItsGrantsAndAGrantToItsDrawdowns() {
        grants.grant(paid(30, 0, NOW + HOUR, "first"));
        grants.grant(paid(30, 0, Grant.NEVER, "second"));
        for (int i = 0; i < 5; i++) {
            draw(14, NOW);
        }
        draw(0, NOW);
        TraceReader traces = new TraceReader(dataSource);
        String first = firstId();
        String second = grants.grants("a").get(1).grantId();
        assertThat(traces.ofDrawdown("a", Drawdowns.of("a", 3, 14, NOW).drawdownId())
                        .orElseThrow())
                .extracting(use -> use.grantId() + " " + use.amount().nanoUsd())
                .containsExactly(first + " 2", second + " 12");
        assertThat(traces.ofDrawdown("a", Drawdowns.of("a", 5, 14, NOW).drawdownId())
                        .orElseThrow())
                .extracting(use -> use.grantId() + " " + use.amount().nanoUsd())
                .containsExactly(second + " 4", " 10");
        assertThat(traces.ofDrawdown("a", Drawdowns.of("a", 6, 0, NOW).drawdownId()))
                .contains(List.of());
        assertThat(traces.ofDrawdown("a", new UUID(0, 9))).isEmpty();
        List<GrantUse> page = traces.ofGrant(second, null, 2);
        assertThat(page).extracting(use -> use.amount().nanoUsd()).containsExactly(4L, 14L);
        assertThat(traces.ofGrant(second, page.get(1), 2))
                .extracting(use -> use.amount().nanoUsd())
                .containsExactly(12L);
        assertThat(traces.ofGrant("nobody's", null, 2)).isEmpty();
    }
}
