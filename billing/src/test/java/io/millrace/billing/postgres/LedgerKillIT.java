package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.testing.LedgerLog;
import io.millrace.billing.testing.ReferenceLedger;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The oracle under SIGKILL: two consumers in processes of their own post the same partitions and are killed while they do,
 * and so is the database; the ledger is the one of posting one by one. -Dmillrace.kills=N and -Dmillrace.offsets=N make it
 * longer.
 */
@SuppressWarnings("NullAway.Init")
final class LedgerKillIT {
    /** The last of so many kills is the database's: who waits for it again cannot watch the consumers. */
    private static final int KILLS_EACH_DATABASE = 4;

    private static final int KILLS = Integer.getInteger("millrace.kills", 4);
    private static final long OFFSETS = Long.getLong("millrace.offsets", 8_000);
    private static final int GRANTS_EACH = 3;
    private static final Money THRESHOLD = new Money(100);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private EmbeddedPostgresServer server;
    private HikariDataSource dataSource;
    private final List<Process> workers = new ArrayList<>();

    @AfterEach
    void endAll() {
        workers.forEach(Process::destroyForcibly);
        dataSource.close();
        server.close();
    }

    @Test
    void killedConsumersAndAKilledDatabaseLeaveTheBooksOfPostingOneByOne() throws IOException, InterruptedException {
        long seed = Long.getLong("millrace.seed", new SystemClock().nowMillis());
        System.out.println("kill moments from -Dmillrace.seed=" + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
        dataSource = BillingDatabase.open(server.jdbcUrl(), server.user(), new Secret(""));
        BillingDatabase.migrate(dataSource);
        LedgerLog log = new LedgerLog(seed, OFFSETS);
        ReferenceLedger reference = opened(random);
        workers.add(start(seed));
        workers.add(start(seed));
        for (int kill = 0; kill < KILLS; kill++) {
            awaitProgress((OFFSETS * LedgerLog.PARTITIONS * (kill + 1L)) / (KILLS + 2L));
            if (kill % KILLS_EACH_DATABASE == KILLS_EACH_DATABASE - 1) {
                killDatabase();
            } else {
                int victim = random.nextInt(workers.size());
                assertThat(workers.get(victim).isAlive()).as("not over yet").isTrue();
                workers.get(victim).destroyForcibly().waitFor();
                workers.set(victim, start(seed));
            }
        }
        for (Process worker : workers) {
            await().atMost(PATIENCE).until(() -> !worker.isAlive());
            assertThat(worker.exitValue())
                    .as(() -> "exit code; all workers said:\n" + said())
                    .isZero();
        }
        for (int partition = 0; partition < LedgerLog.PARTITIONS; partition++) {
            log.entries(partition).forEach(entry -> reference.post(((Received) entry).drawdown()));
        }
        assertEquals(reference);
    }

    /** Every customer with its grants and its terms, here and in the reference. */
    private ReferenceLedger opened(RandomGenerator random) {
        AccountStore accounts = new AccountStore(dataSource, new TestingClock(1_000));
        ReferenceLedger reference = new ReferenceLedger();
        for (int i = 0; i < LedgerLog.CUSTOMERS; i++) {
            String workspace = "w" + i;
            accounts.setTerms(new AccountTerms(
                    workspace, BillingMode.PREPAID, new AutoRecharge(THRESHOLD, 100, 1), "pm_card_visa"));
            accounts.setStripeCustomer(workspace, "cus_" + i);
            List<Grant> grants = new ArrayList<>();
            for (int g = 0; g < GRANTS_EACH; g++) {
                grants.add(granted(accounts, workspace, "k" + g, random));
            }
            reference.open(
                    workspace,
                    new AccountId(
                            number("SELECT receivable_account FROM billing.customer WHERE id = '" + workspace + "'")),
                    grants);
        }
        return reference;
    }

    private Grant granted(AccountStore accounts, String workspace, String key, RandomGenerator random) {
        GrantKind kind = random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMOTIONAL;
        long expires = random.nextBoolean() ? Grant.NEVER : LedgerLog.FIRST_MICROS + random.nextLong(OFFSETS);
        int priority = random.nextInt(3);
        Money amount = new Money(1 + random.nextLong(4_000));
        accounts.grant(new NewGrant(workspace, amount, kind, priority, expires, key));
        long account = number("SELECT id FROM billing.credit_grant WHERE source_id = '" + workspace + "|" + key + "'");
        return new Grant(new AccountId(account), kind, priority, Grant.ALWAYS, expires, 1_000, amount);
    }

    private Process start(long seed) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerWorkerMain.class.getName(),
                server.jdbcUrl(),
                server.user(),
                Long.toString(seed),
                Long.toString(OFFSETS));
        Path output = output();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private Path output() {
        return directory.resolve("worker.log");
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void awaitProgress(long offsets) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> number("SELECT coalesce(sum(next_off), 0) FROM billing.watermark") >= offsets);
    }

    /** SIGKILL to the postmaster, and a new one on the same data and port once the last of its children is gone. */
    private void killDatabase() throws IOException {
        int port = URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .get(0)
                .trim());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        await().until(() -> !postmaster.isAlive());
        server.close(); // there is nothing to stop; it lets go of the directory
        server = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> EmbeddedPostgresServer.start(new PostgresOptions(directory, port)), s -> s != null);
    }

    private void assertEquals(ReferenceLedger reference) {
        Map<Long, Long> used = new HashMap<>();
        reference
                .transfers()
                .forEach(transfer ->
                        used.merge(transfer.debit().value(), transfer.amount().nanoUsd(), Long::sum));
        assertThat(rows("SELECT cause, kind, debit_account, credit_account, amount_nano FROM billing.transfer"
                        + " WHERE batch_id IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(reference.transfers().stream()
                        .map(LedgerDifferentialIT::show)
                        .toList());
        assertThat(rows("SELECT id, granted_nano - remaining_nano FROM billing.credit_grant"))
                .allSatisfy(row -> assertThat(row)
                        .isEqualTo("(%1$s,%2$d)"
                                .formatted(account(row), used.getOrDefault(Long.parseLong(account(row)), 0L))));
        List<String> balances = new ArrayList<>();
        List<String> recharged = new ArrayList<>();
        for (int i = 0; i < LedgerLog.CUSTOMERS; i++) {
            long balance = reference.balanceNano("w" + i);
            balances.add("(w%d,%d)".formatted(i, balance));
            if (balance < THRESHOLD.nanoUsd()) {
                recharged.add("(w%d,AUTO,PENDING)".formatted(i));
            }
        }
        assertThat(rows("SELECT id, balance_nano FROM billing.customer")).containsExactlyInAnyOrderElementsOf(balances);
        assertThat(recharged).isNotEmpty();
        assertThat(rows("SELECT customer_id, kind, state FROM billing.topup"))
                .containsExactlyInAnyOrderElementsOf(recharged);
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        assertThat(LedgerVerify.read(dataSource, null).broken()).isNull();
    }

    private static String account(String row) {
        return row.substring(1, row.indexOf(','));
    }

    private List<String> rows(String query) {
        return TestDatabase.rows(dataSource, query);
    }

    private long number(String query) {
        return TestDatabase.number(dataSource, query);
    }
}
