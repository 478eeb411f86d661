package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.Applicability;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.ReferenceLedger;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random lives of grants against the reference: after every step the same balances, the same rest of each grant and books
 * that hold; at the end the same transfers, and every past balance told again. {@code -Dmillrace.walks=N} walks more.
 */
@SuppressWarnings("NullAway.Init")
final class GrantWalkIT {
    private static final int WALKS = Integer.getInteger("millrace.walks", 2);
    private static final int STEPS = 50;
    private static final long START = 1_000_000;
    private static final long LATENESS = 20;
    private static final UUID TOPIC = new UUID(7, 7);
    private static final List<String> WORKSPACES = List.of("a", "b");
    private static final String TRANSFERS = """
            SELECT CASE WHEN batch_id IS NULL THEN '%s' ELSE cause END, kind, debit_account, credit_account, amount_nano
            FROM billing.transfer
            """.formatted(ReferenceLedger.NO_DRAWDOWN);

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

    /** What a workspace had when the database's clock showed an instant. */
    private record Moment(String workspace, long micros, long lastTransfer, long overdraft, Map<Long, Long> grants) {}

    /** One walk. */
    private static final class Walk {
        private final RandomGenerator random;
        private final DataSource dataSource = database.fresh();
        private final TestingClock clock = new TestingClock(START);
        private final GrantStore grants = new GrantStore(dataSource, clock);
        private final LedgerStore ledger = new LedgerStore(dataSource);
        private final GrantKeeper keeper = new GrantKeeper(dataSource, clock, Duration.ofNanos(LATENESS * 1_000));
        private final ReferenceLedger reference = new ReferenceLedger();
        private final List<String> given = new ArrayList<>();
        private final List<Moment> moments = new ArrayList<>();
        private long sequence;
        private long offset;

        Walk(RandomGenerator random) {
            this.random = random;
            AccountStore accounts = new AccountStore(dataSource, clock);
            for (String workspace : WORKSPACES) {
                accounts.setOverdraftLimit(workspace, new Money(100));
                long receivable =
                        number("SELECT receivable_account FROM billing.customer WHERE id = '" + workspace + "'");
                reference.open(workspace, new AccountId(receivable), List.of());
            }
        }

        private long number(String sql) {
            return TestDatabase.number(dataSource, sql);
        }

        private long idOf(String source) {
            return number(
                    "SELECT id FROM billing.credit_grant WHERE source_type || ':' || source_id = '" + source + "'");
        }

        void step() {
            int dice = random.nextInt(20);
            if (dice < 5) {
                grant();
            } else if (dice < 13) {
                drawDown();
            } else if (dice < 14 && !given.isEmpty()) {
                endByHand();
            } else {
                clock.advanceMicros(random.nextInt(40));
                while (keeper.step()) {
                    // until nothing is due
                }
                reference.time(clock.nowMicros(), LATENESS, this::idOf);
            }
            compare();
        }

        private void grant() {
            String workspace = WORKSPACES.get(random.nextInt(WORKSPACES.size()));
            String key = "k" + given.size();
            long now = clock.nowMicros();
            long effective = random.nextInt(3) == 0 ? Grant.ALWAYS : now - 50 + random.nextInt(100);
            long expires = random.nextInt(4) == 0 ? Grant.NEVER : Math.max(effective, now) + 1 + random.nextInt(80);
            NewGrant wanted = new NewGrant(
                    workspace,
                    new Money(1 + random.nextInt(300)),
                    random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMOTIONAL,
                    random.nextInt(3),
                    effective,
                    expires,
                    key,
                    applicability(),
                    expires == Grant.NEVER ? null : rollover());
            assertThat(grants.grant(wanted)).isTrue();
            given.add(workspace + "|" + key);
            Grant grant = new Grant(
                    new AccountId(idOf("admin:" + workspace + "|" + key)),
                    wanted.kind(),
                    wanted.priority(),
                    effective,
                    expires,
                    now,
                    wanted.amount(),
                    wanted.applicability());
            reference.grant(workspace, grant, wanted.rollover(), now);
        }

        private Applicability applicability() {
            return switch (random.nextInt(6)) {
                case 0 -> new Applicability(List.of("m1*"), List.of(), List.of());
                case 1 -> new Applicability(List.of(), List.of("p1"), List.of());
                case 2 -> new Applicability(List.of("*2", "m1"), List.of(), List.of("f"));
                default -> Applicability.ANY;
            };
        }

        private @Nullable Rollover rollover() {
            Money most = random.nextBoolean() ? null : new Money(1 + random.nextInt(40));
            return random.nextBoolean()
                    ? null
                    : new Rollover(1 + random.nextInt(1_000_000), most, 1 + random.nextInt(60), 1 + random.nextInt(3));
        }

        /** A batch of a few drawdowns of around now: late, of the time of expired grants and of grants to come. */
        private void drawDown() {
            List<Entry> entries = new ArrayList<>();
            long from = offset;
            for (int i = random.nextInt(6); i >= 0; i--) {
                String workspace = WORKSPACES.get(random.nextInt(WORKSPACES.size()));
                long usedAt = clock.nowMicros() - 70 + random.nextInt(90);
                Drawdown drawdown = random.nextInt(4) == 0
                        ? Drawdowns.of(workspace, ++sequence, random.nextInt(60), usedAt)
                        : Drawdowns.of(workspace, ++sequence, usedAt, lines());
                entries.add(new Received(offset++, drawdown));
                reference.post(drawdown);
            }
            PostResult posted = ledger.post(new DrawdownBatch(TOPIC, 0, from, offset, entries));
            assertThat(posted).isEqualTo(new PostResult(offset, entries.size(), 0, 0, 0));
        }

        private List<DrawdownLine> lines() {
            TreeSet<DrawdownLine> lines = new TreeSet<>(DrawdownLine.ORDER);
            for (int i = random.nextInt(5); i >= 0; i--) {
                String feature = random.nextBoolean() ? "f" : null;
                lines.add(
                        Drawdowns.line("p" + random.nextInt(2), "m" + random.nextInt(3), feature, random.nextInt(40)));
            }
            return List.copyOf(lines);
        }

        private void endByHand() {
            String source = given.get(random.nextInt(given.size()));
            String workspace = source.substring(0, 1);
            long id = idOf("admin:" + source);
            String status = TestDatabase.rows(dataSource, "SELECT status FROM billing.credit_grant WHERE id = " + id)
                    .get(0);
            if (!status.equals("(EXPIRED)")) {
                grants.voidGrant(workspace, Long.toString(id), "walk");
                reference.voidGrant(workspace, new AccountId(id));
            }
        }

        private void compare() {
            for (String workspace : WORKSPACES) {
                String where = " FROM billing.customer WHERE id = '" + workspace + "'";
                assertThat(number("SELECT balance_nano" + where)).isEqualTo(reference.balanceNano(workspace));
                assertThat(number("SELECT overdraft_nano" + where)).isEqualTo(reference.overdraftNano(workspace));
                Map<Long, Long> left = new TreeMap<>();
                grants.grants(workspace)
                        .forEach(grant -> left.put(
                                Long.valueOf(grant.grantId()), grant.remaining().nanoUsd()));
                assertThat(left).isEqualTo(reference.leftNano(workspace));
                moments.add(new Moment(
                        workspace,
                        number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"),
                        number("SELECT coalesce(max(id), 0) FROM billing.transfer"),
                        reference.overdraftNano(workspace),
                        left));
            }
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        }

        void finish() throws SQLException {
            List<String> expected = reference.transfers().stream()
                    .map(transfer -> "(%s,%s,%d,%d,%d)"
                            .formatted(
                                    transfer.cause(),
                                    transfer.kind(),
                                    transfer.debit().value(),
                                    transfer.credit().value(),
                                    transfer.amount().nanoUsd()))
                    .toList();
            assertThat(TestDatabase.rows(dataSource, TRANSFERS)).containsExactlyInAnyOrderElementsOf(expected);
            recall(0);
            // The same life over three days: what was booked before the first cut, between the two, and after.
            long cut = number("SELECT max(id) / 3 FROM billing.transfer");
            TestDatabase.execute(
                    dataSource,
                    "SET session_replication_role = replica; UPDATE billing.transfer"
                            + " SET booked_at = booked_at - interval '1 day' * (CASE WHEN id <= " + cut
                            + " THEN 3 WHEN id <= 2 * " + cut + " THEN 2 ELSE 0 END);"
                            + " RESET session_replication_role");
            BalanceDays days = new BalanceDays(dataSource);
            int closed = 0;
            while (days.step()) {
                closed++;
            }
            assertThat(closed).isGreaterThanOrEqualTo(3);
            assertThat(number("SELECT count(*) FROM billing.balance_day")).isPositive();
            recall(cut);
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        }

        private void recall(long cut) {
            BalanceReader reader = new BalanceReader(dataSource);
            for (Moment moment : moments) {
                BalanceAt then = reader.at(moment.workspace(), moment.micros() - Micros.PER_DAY * daysBack(moment, cut))
                        .orElseThrow();
                Map<Long, Long> held = new TreeMap<>();
                moment.grants().keySet().forEach(id -> held.put(id, 0L));
                then.grants().forEach((id, amount) -> held.put(Long.valueOf(id), amount.nanoUsd()));
                assertThat(held).isEqualTo(moment.grants());
                assertThat(then.overdraft().nanoUsd()).isEqualTo(moment.overdraft());
            }
        }

        private static long daysBack(Moment moment, long cut) {
            if (cut == 0) {
                return 0;
            }
            return moment.lastTransfer() <= cut ? 3 : moment.lastTransfer() <= 2 * cut ? 2 : 0;
        }
    }

    @Test
    void everyLifeOfGrantsEqualsTheReference() {
        Trials.run(WALKS, random -> {
            Walk walk = new Walk(random);
            for (int i = 0; i < STEPS; i++) {
                walk.step();
            }
            try {
                walk.finish();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            database.release();
        });
    }
}
