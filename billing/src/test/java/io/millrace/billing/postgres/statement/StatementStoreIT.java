package io.millrace.billing.postgres.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.statement.Statement;
import io.millrace.billing.statement.StatementJson;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months are counted from that of the database's own clock, by which it books. */
@SuppressWarnings("NullAway.Init")
final class StatementStoreIT {
    private static final UUID TOPIC = new UUID(7, 7);
    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    private DataSource dataSource;
    private LedgerStore ledger;
    private AccountStore accounts;
    private YearMonth month;
    private long offset;
    private long sequence;

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
        ledger = new LedgerStore(dataSource);
        accounts = new AccountStore(dataSource, new TestingClock(1_000));
        long now = TestDatabase.number(dataSource, "SELECT (extract(epoch FROM now()) * 1000000)::bigint");
        month = YearMonth.from(Micros.toInstant(now).atZone(ZONE));
    }

    @AfterEach
    void closeLedger() {
        database.release();
    }

    private static long at(YearMonth month) {
        return Micros.of(month.atDay(15).atStartOfDay(ZONE).toInstant());
    }

    private static Instant endOf(YearMonth month) {
        return month.plusMonths(1).atDay(1).atStartOfDay(ZONE).toInstant();
    }

    private StatementStore storeAt(Instant now) {
        return new StatementStore(dataSource, new TestingClock(Micros.of(now)), StatementStore.LATENESS);
    }

    private static DrawdownLine line(String model, long charge) {
        return new DrawdownLine("p", model, null, new Money(charge), new Money(charge / 2), 2);
    }

    private Drawdown drawdown(String workspace, YearMonth of, DrawdownLine... lines) {
        sequence++;
        List<DrawdownLine> all = List.of(lines);
        return new Drawdown(
                Drawdown.idOf(workspace, sequence),
                workspace,
                sequence,
                new Money(
                        all.stream().mapToLong(line -> line.charge().nanoUsd()).sum()),
                new Money(all.stream().mapToLong(line -> line.cost().nanoUsd()).sum()),
                all.stream().mapToLong(DrawdownLine::recordCount).sum(),
                at(of),
                at(of),
                ZONE,
                all);
    }

    private void post(Drawdown... drawdowns) {
        List<Entry> entries = new ArrayList<>();
        long from = offset;
        for (Drawdown drawdown : drawdowns) {
            entries.add(new Received(offset++, drawdown));
        }
        ledger.post(new DrawdownBatch(TOPIC, 0, from, offset, entries));
    }

    private void grant(String workspace, long nano, GrantKind kind) {
        accounts.grant(
                NewGrant.of(workspace, new Money(nano), kind, UUID.randomUUID().toString()));
    }

    private void assertBooksHold() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void statementTellsUsageGrantsAndBalance() {
        grant("a", 100, GrantKind.PROMOTIONAL);
        post(drawdown("a", month, line("m", 30), line("n", 50)), drawdown("a", month, line("m", 40)));
        StatementStore.Issued issued = storeAt(endOf(month)).statement("a", month);
        Statement statement = issued.statement();
        assertThat(issued.sha256()).as("hash of a provisional one").isNull();
        assertThat(statement.isFinal()).isFalse();
        assertThat(statement.usage())
                .extracting("model", "records", "charge")
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("m", 4L, new Money(70)),
                        org.assertj.core.api.Assertions.tuple("n", 2L, new Money(50)));
        assertThat(statement.movements())
                .isEqualTo(Map.of(
                        TransferKind.FUNDING, new Money(100),
                        TransferKind.USAGE_FROM_GRANT, new Money(-100),
                        TransferKind.USAGE_ON_RECEIVABLE, new Money(-20)));
        assertThat(statement.opening()).isEqualTo(Money.ZERO);
        assertThat(statement.closing()).isEqualTo(new Money(-20));
        assertThat(statement.period().zone()).isEqualTo(ZONE);
        assertBooksHold();
    }

    @Test
    void monthsAreChained() {
        grant("a", 100, GrantKind.PAID);
        YearMonth next = month.plusMonths(1);
        post(drawdown("a", month, line("m", 30)), drawdown("a", next, line("m", 90)));
        StatementStore store = storeAt(endOf(next));
        Statement first = store.statement("a", month).statement();
        Statement second = store.statement("a", next).statement();
        assertThat(first.isFinal()).isTrue();
        assertThat(second.isFinal()).isFalse();
        assertThat(first.closing()).isEqualTo(new Money(70));
        assertThat(second.opening()).isEqualTo(new Money(70));
        assertThat(second.closing()).isEqualTo(new Money(-20));
    }

    @Test
    void drawdownWithoutLinesIsOneLine() {
        sequence = 1;
        Drawdown untold =
                new Drawdown(Drawdown.idOf("a", 1), "a", 1, new Money(9), new Money(4), 3, at(month), at(month));
        post(untold);
        assertThat(TestDatabase.rows(
                        dataSource,
                        "SELECT provider, model, feature, charge_nano, records, zone FROM billing.usage_line"))
                .containsExactly("(\"\",\"\",\"\",9,3,UTC)");
        assertBooksHold();
    }

    @Test
    void finalStatementStaysAndWhatComesLateIsOfTheNextMonth() throws Exception {
        post(drawdown("a", month, line("m", 30)));
        StatementStore before =
                storeAt(endOf(month).plus(StatementStore.LATENESS).minusNanos(1_000));
        assertThat(before.statement("a", month).statement().isFinal()).isFalse();
        StatementStore due = storeAt(endOf(month).plus(StatementStore.LATENESS));
        StatementStore.Issued issued = due.statement("a", month);
        assertThat(issued.statement().isFinal()).isTrue();
        assertThat(issued.sha256()).isEqualTo(sha256(issued.json()));
        post(drawdown("a", month, line("m", 5)), drawdown("a", month.plusMonths(1), line("m", 2)));
        StatementStore later = storeAt(endOf(month).plus(Duration.ofDays(20)));
        assertThat(later.statement("a", month)).isEqualTo(issued);
        assertThat(before.statement("a", month))
                .as("asked with an earlier clock")
                .isEqualTo(issued);
        Statement next = later.statement("a", month.plusMonths(1)).statement();
        assertThat(next.charge()).isEqualTo(new Money(7));
        assertThat(next.opening()).isEqualTo(new Money(-30));
        assertBooksHold();
    }

    @Test
    void oneStatementIsIssuedHoweverManyAskAtOnce() {
        post(drawdown("a", month, line("m", 30)));
        Instant due = endOf(month).plus(StatementStore.LATENESS);
        List<CompletableFuture<StatementStore.Issued>> asked = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> storeAt(due).statement("a", month)))
                .toList();
        assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.statement"))
                .isEqualTo(1);
    }

    @Test
    void issuedStatementCannotBeChanged() {
        post(drawdown("a", month, line("m", 30)));
        storeAt(endOf(month).plus(StatementStore.LATENESS)).statement("a", month);
        for (String change : List.of("UPDATE billing.statement SET number = 9", "DELETE FROM billing.statement")) {
            assertThatThrownBy(() -> TestDatabase.execute(dataSource, change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("expected: rows are only added");
        }
        assertThatThrownBy(() -> TestDatabase.execute(
                        dataSource,
                        "INSERT INTO billing.statement (workspace, month, until, document, sha256)"
                                + " VALUES ('a', 202001, now(), '{}', '\\x00')"))
                .as("a hash of something else")
                .isInstanceOf(SQLException.class);
    }

    @Test
    void statementWhoseLedgerDoesNotAddUpIsRefusedAndTheAuditNamesIt() throws SQLException {
        grant("a", 100, GrantKind.PAID);
        post(drawdown("a", month, line("m", 30)));
        StatementStore store = storeAt(endOf(month));
        TestDatabase.execute(dataSource, "UPDATE billing.usage_line SET charge_nano = charge_nano - 1");
        assertThatThrownBy(() -> store.statement("a", month))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("usage: $0.000000029 (expected: $0.000000030, what its accounts paid for usage)");
        assertThat(LedgerAudit.read(dataSource).differences())
                .containsExactly("usage by month: 1 rows differ (expected: its charges are all that was drawn)");
        TestDatabase.execute(
                dataSource,
                "UPDATE billing.usage_line SET charge_nano = charge_nano + 1; UPDATE billing.usage_paid SET month = month + 100");
        assertThatThrownBy(() -> store.statement("a", month)).hasMessageContaining("what its accounts paid for usage");
        TestDatabase.execute(
                dataSource,
                "UPDATE billing.usage_paid SET month = month - 100;"
                        + "UPDATE billing.credit_grant SET remaining_nano = remaining_nano - 1");
        assertThatThrownBy(() -> store.statement("a", month)).hasMessageContaining("opening and movements");
        TestDatabase.execute(
                dataSource,
                "UPDATE billing.credit_grant SET remaining_nano = remaining_nano + 1;"
                        + "UPDATE billing.usage_paid SET amount_nano = amount_nano + 1");
        assertThat(LedgerAudit.read(dataSource).differences())
                .containsExactly(
                        "usage by account and month: 1 rows differ (expected: all usage transferred out of the account)");
    }

    @Test
    void strangerAndMonthToComeAreRefused() {
        post(drawdown("a", month, line("m", 30)));
        assertThatThrownBy(() -> storeAt(endOf(month)).statement("b", month))
                .hasMessage("workspace: b (expected: one that has an account)");
        assertThatThrownBy(() ->
                        storeAt(endOf(month)).statement("a", month.plusMonths(1).plusMonths(1)))
                .hasMessageEndingWith("(expected: one that has begun)");
    }

    /** Redeliveries, late usage and statements in any order: the last statements sum to what was posted. */
    @Test
    void statementsOfAllMonthsSumToTheLedger() {
        Trials.run(2, this::walk);
    }

    private void walk(RandomGenerator random) {
        database.release();
        openLedger();
        offset = 0;
        Map<String, Long> posted = new TreeMap<>();
        YearMonth last = month.plusMonths(3);
        for (int i = 0; i < 9; i++) {
            grant("w" + i % 3, 1 + random.nextInt(200), random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMOTIONAL);
        }
        for (int step = 0; step < 60; step++) {
            String workspace = "w" + random.nextInt(3);
            YearMonth of = month.plusMonths(random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (posted.containsKey(workspace + " m")) {
                        storeAt(endOf(of).plus(StatementStore.LATENESS)).statement(workspace, of);
                    }
                }
                default -> {
                    long m = random.nextInt(20);
                    long n = random.nextInt(20);
                    Drawdown drawdown = drawdown(workspace, of, line("m", m), line("n", n));
                    post(drawdown, drawdown);
                    posted.merge(workspace + " m", m, Long::sum);
                    posted.merge(workspace + " n", n, Long::sum);
                }
            }
        }
        assertBooksHold();
        assertThat(stated(posted, last)).isEqualTo(posted);
    }

    /** What is late for the last month of all goes to one after it. */
    private Map<String, Long> stated(Map<String, Long> posted, YearMonth last) {
        Map<String, Long> stated = new TreeMap<>();
        TreeSet<String> workspaces = new TreeSet<>();
        posted.keySet().forEach(key -> workspaces.add(key.substring(0, 2)));
        StatementStore store = storeAt(endOf(last).plus(Duration.ofDays(1)));
        for (String workspace : workspaces) {
            Money balance = Money.ZERO;
            for (YearMonth of = month; !of.isAfter(last.plusMonths(1)); of = of.plusMonths(1)) {
                Statement statement = store.statement(workspace, of).statement();
                assertThat(statement.opening()).isEqualTo(balance);
                balance = statement.closing();
                statement
                        .usage()
                        .forEach(row -> stated.merge(
                                workspace + " " + row.model(), row.charge().nanoUsd(), Long::sum));
                assertThat(StatementJson.read(StatementJson.write(statement))).isEqualTo(statement);
            }
            assertThat(Objects.requireNonNull(accounts.balance(workspace).orElse(null)))
                    .isEqualTo(balance);
        }
        return stated;
    }
}
