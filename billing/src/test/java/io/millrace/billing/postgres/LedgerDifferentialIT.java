package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.ReferenceLedger;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle: whatever the batches, deliveries and consumers, the ledger is the one of posting one by one. */
@SuppressWarnings("NullAway.Init")
final class LedgerDifferentialIT {
    private static final UUID TOPIC = new UUID(2, 2);
    private static final int CUSTOMERS = 6;
    private static final int OFFSETS = 600;
    private static final String TRANSFERS = """
            SELECT cause, kind, debit_account, credit_account, amount_nano
            FROM billing.transfer WHERE batch_id IS NOT NULL ORDER BY 1, 2, 3, 4, 5
            """;
    private static final String BALANCES =
            "SELECT id, balance_nano, overdraft_nano, drawn_nano FROM billing.customer ORDER BY id";
    private static final String GRANTS = "SELECT id, remaining_nano FROM billing.credit_grant ORDER BY id";

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @AfterEach
    void closeLedgers() {
        database.release();
    }

    private record Given(String workspace, Money amount, GrantKind kind, int priority, long expires, String key) {}

    /** Offsets without a record, and ids that come again later, as a producer may leave them. */
    private static List<Entry> log(RandomGenerator random) {
        List<Entry> log = new ArrayList<>();
        List<Drawdown> sent = new ArrayList<>();
        for (long offset = 0; offset < OFFSETS; offset++) {
            int dice = random.nextInt(20);
            if (dice == 0) {
                continue;
            }
            boolean again = dice <= 2 && !sent.isEmpty();
            Drawdown drawdown = again
                    ? sent.get(random.nextInt(sent.size()))
                    : Drawdowns.of("w" + random.nextInt(CUSTOMERS), offset + 1, random.nextInt(50), 2_000 + offset);
            sent.add(drawdown);
            log.add(new Received(offset, drawdown));
        }
        return log;
    }

    private static List<Given> given(RandomGenerator random) {
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < 4 * CUSTOMERS; i++) {
            given.add(new Given(
                    "w" + random.nextInt(CUSTOMERS),
                    new Money(1 + random.nextInt(900)),
                    random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMOTIONAL,
                    random.nextInt(3),
                    random.nextBoolean() ? Grant.NEVER : 2_000 + random.nextInt(OFFSETS),
                    "k" + i));
        }
        return given;
    }

    /** A database with every customer opened, then the grants, in the same order: the same account numbers. */
    private static DataSource opened(List<Given> given) {
        DataSource dataSource = database.fresh();
        AccountStore accounts = new AccountStore(dataSource, new TestingClock(1_000));
        for (Given one : given) {
            accounts.grant(
                    new NewGrant(one.workspace(), one.amount(), one.kind(), one.priority(), one.expires(), one.key()));
        }
        return dataSource;
    }

    private static void postInBatches(LedgerStore store, List<Entry> log, RandomGenerator random) {
        long next = store.nextOffset(TOPIC, 0);
        while (next < OFFSETS) {
            long from = random.nextInt(3) == 0 ? Math.max(0, next - random.nextInt(100)) : next;
            long to = Math.min(OFFSETS, from + 1 + random.nextInt(120));
            List<Entry> entries = log.stream()
                    .filter(entry -> entry.offset() >= from && entry.offset() < to)
                    .toList();
            next = store.post(new DrawdownBatch(TOPIC, 0, from, to, entries)).nextOffset();
        }
    }

    private static void assertSame(DataSource left, DataSource right) {
        for (String query : List.of(TRANSFERS, BALANCES, GRANTS)) {
            assertThat(TestDatabase.rows(left, query)).isEqualTo(TestDatabase.rows(right, query));
        }
        assertThat(LedgerAudit.read(left).differences()).isEmpty();
    }

    static String show(Transfer transfer) {
        return "(%s,%s,%d,%d,%d)"
                .formatted(
                        transfer.cause(),
                        transfer.kind(),
                        transfer.debit().value(),
                        transfer.credit().value(),
                        transfer.amount().nanoUsd());
    }

    private static ReferenceLedger reference(List<Given> given, DataSource dataSource, List<Entry> log) {
        ReferenceLedger reference = new ReferenceLedger();
        for (int i = 0; i < CUSTOMERS; i++) {
            String workspace = "w" + i;
            List<Grant> grants = new ArrayList<>();
            for (Given one : given) {
                if (one.workspace().equals(workspace)) {
                    long account = TestDatabase.number(
                            dataSource,
                            "SELECT id FROM billing.credit_grant WHERE source_id = '" + workspace + "|" + one.key()
                                    + "'");
                    grants.add(new Grant(
                            new AccountId(account),
                            one.kind(),
                            one.priority(),
                            Grant.ALWAYS,
                            one.expires(),
                            1_000,
                            one.amount()));
                }
            }
            long receivable = TestDatabase.number(
                    dataSource,
                    "SELECT coalesce(max(receivable_account), 1) FROM billing.customer WHERE id = '" + workspace + "'");
            reference.open(workspace, new AccountId(receivable), grants);
        }
        log.forEach(entry -> reference.post(((Received) entry).drawdown()));
        return reference;
    }

    @Test
    void batchesAndRedeliveriesEqualPostingOneByOne() {
        Trials.run(2, random -> {
            List<Given> given = given(random);
            List<Entry> log = log(random);
            DataSource batched = opened(given);
            postInBatches(new LedgerStore(batched), log, random);

            DataSource single = opened(given);
            LedgerStore store = new LedgerStore(single);
            long from = 0;
            for (Entry entry : log) {
                store.post(new DrawdownBatch(TOPIC, 0, from, entry.offset() + 1, List.of(entry)));
                from = entry.offset() + 1;
            }
            assertSame(batched, single);

            ReferenceLedger reference = reference(given, batched, log);
            assertThat(TestDatabase.rows(batched, TRANSFERS))
                    .containsExactlyInAnyOrderElementsOf(reference.transfers().stream()
                            .map(LedgerDifferentialIT::show)
                            .toList());
        });
    }

    @Test
    void twoConsumersOfOnePartitionPostEachDrawdownOnce() {
        Trials.run(2, random -> {
            List<Given> given = given(random);
            List<Entry> log = log(random);
            DataSource shared = opened(given);
            DataSource alone = opened(given);
            RandomGenerator first = new java.util.Random(random.nextLong());
            RandomGenerator second = new java.util.Random(random.nextLong());
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(() -> postInBatches(new LedgerStore(shared), log, first));
            postInBatches(new LedgerStore(shared), log, second);
            other.join();
            postInBatches(new LedgerStore(alone), log, random);
            assertSame(shared, alone);
        });
    }
}
