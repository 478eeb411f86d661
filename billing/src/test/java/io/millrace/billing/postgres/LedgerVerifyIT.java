package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.DrawdownBatch.Unreadable;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may do anything, a superuser with triggers off, changes no booked row unseen. */
@SuppressWarnings("NullAway.Init")
final class LedgerVerifyIT {
    private static final UUID TOPIC = new UUID(1, 1);

    /** What is done to the books, and what is named for it. Entry 1 is the grant, 2 to 4 are the batches. */
    private static final Map<String, String> EDITS = Map.ofEntries(
            Map.entry("UPDATE billing.transfer SET amount_nano = amount_nano + 1 WHERE batch_id = 2", "batch 2 "),
            Map.entry("UPDATE billing.transfer SET amount_nano = amount_nano - 1 WHERE batch_id IS NULL", "entry 1"),
            Map.entry("UPDATE billing.transfer SET credit_account = 5 WHERE batch_id = 3", "batch 3 "),
            Map.entry("UPDATE billing.transfer SET cause = gen_random_uuid() WHERE id = 3 << 24", "batch 3 "),
            Map.entry("UPDATE billing.transfer SET kind = 'USAGE_ON_RECEIVABLE' WHERE batch_id = 2", "batch 2 "),
            Map.entry(
                    "UPDATE billing.transfer SET booked_at = booked_at + interval '1 second' WHERE batch_id = 3",
                    "batch 3 "),
            Map.entry("DELETE FROM billing.transfer WHERE id = (3 << 24) + 1", "batch 3 "),
            Map.entry("DELETE FROM billing.transfer WHERE batch_id = 4", "batch 4 "),
            Map.entry(
                    "INSERT INTO billing.transfer SELECT id + 2, batch_id, cause, kind, debit_account, credit_account,"
                            + " amount_nano, booked_at FROM billing.transfer WHERE id = 3 << 24",
                    "batch 3 "),
            Map.entry(
                    "INSERT INTO billing.transfer SELECT (9::bigint << 24), 9, cause, kind, debit_account,"
                            + " credit_account, amount_nano, booked_at FROM billing.transfer WHERE id = 3 << 24",
                    "transfer 150994944"),
            Map.entry(
                    "UPDATE billing.transfer SET id = id + 5 WHERE id = 3 << 24;"
                            + "UPDATE billing.transfer SET id = 3 << 24 WHERE id = (3 << 24) + 1;"
                            + "UPDATE billing.transfer SET id = (3 << 24) + 1 WHERE id = (3 << 24) + 5",
                    "batch 3 "),
            Map.entry("UPDATE billing.batch SET total_nano = total_nano + 1 WHERE id = 2", "batch 2 "),
            Map.entry("UPDATE billing.batch SET to_off = to_off + 1 WHERE id = 4", "batch 4 "),
            Map.entry("UPDATE billing.batch SET posted_at = posted_at - interval '1 day' WHERE id = 2", "batch 2 "),
            Map.entry("DELETE FROM billing.batch WHERE id = 3", "entry 3"),
            Map.entry(
                    "INSERT INTO billing.batch VALUES (9, gen_random_uuid(), 0, 0, 1, 0, 0)",
                    "batch 9 (partition 0, offsets 0 to 0)"),
            Map.entry("UPDATE billing.dead_letter SET detail = 'other'", "batch 3 "),
            Map.entry("UPDATE billing.dead_letter SET raw = NULL", "batch 3 "),
            Map.entry("DELETE FROM billing.dead_letter", "batch 3 "),
            Map.entry("UPDATE billing.journal SET booked_at = booked_at - interval '1 s' WHERE id = 1", "entry 1"),
            Map.entry(
                    "UPDATE billing.journal SET digest = sha256('x') WHERE id = 2",
                    "batch 2 (partition 0, offsets 0 to 2)"),
            Map.entry(
                    "UPDATE billing.transfer SET amount_nano = 7 WHERE batch_id = 2;"
                            + "UPDATE billing.batch SET total_nano = 7 WHERE id = 2;"
                            + "UPDATE billing.journal SET digest ="
                            + " sha256(convert_to(billing.entry_text(id, booked_at), 'UTF8')) WHERE id = 2",
                    "link 2: of entry 2"),
            Map.entry(
                    "DELETE FROM billing.journal_chain WHERE seq = 4; DELETE FROM billing.transfer WHERE batch_id = 4;"
                            + "DELETE FROM billing.journal WHERE id = 4; DELETE FROM billing.batch WHERE id = 4",
                    "link 3: the last one"),
            Map.entry(
                    "UPDATE billing.journal_chain SET seq = 9 WHERE seq = 2;"
                            + "UPDATE billing.journal_chain SET seq = 2 WHERE seq = 3;"
                            + "UPDATE billing.journal_chain SET seq = 3 WHERE seq = 9",
                    "link 2: of entry 3"),
            Map.entry("DELETE FROM billing.journal_chain WHERE seq = 3", "link 3: missing"),
            Map.entry(
                    "INSERT INTO billing.journal VALUES (8, now(), 0,"
                            + " sha256(convert_to(billing.entry_text(8, now()), 'UTF8')))",
                    "journal entries: 5 (expected: one for each of 4 links)"));

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    private DataSource dataSource;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void book() {
        dataSource = database.fresh();
        new AccountStore(dataSource, new TestingClock(1_000))
                .grant(NewGrant.of("a", new Money(25), GrantKind.PAID, "g"));
        LedgerStore store = new LedgerStore(dataSource);
        byte[] raw = {1, 2};
        store.post(new DrawdownBatch(TOPIC, 0, 0, 3, List.of(at(0, 1, 10))));
        store.post(new DrawdownBatch(
                TOPIC, 0, 3, 6, List.of(at(3, 2, 20), new Unreadable(4, raw, "bytes: 2 | é\n"), at(5, 3, 0))));
        store.post(new DrawdownBatch(TOPIC, 0, 6, 7, List.of(at(6, 4, 1))));
    }

    @AfterEach
    void release() {
        database.release();
    }

    private static Received at(long offset, long sequence, long nano) {
        return new Received(offset, Drawdowns.of("a", sequence, nano, 2_000 + sequence));
    }

    /** As a superuser can do it, without triggers and foreign keys; nothing of it is kept. */
    private LedgerProof after(String edit, @Nullable String knownHead) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            statement.execute(edit);
            LedgerProof proof = LedgerVerify.proof(connection, knownHead);
            connection.rollback();
            return proof;
        } catch (SQLException e) {
            throw new AssertionError(edit, e);
        }
    }

    @Test
    void anUntouchedLedgerHolds() {
        LedgerProof proof = LedgerVerify.read(dataSource, null);
        assertThat(proof.broken()).isNull();
        assertThat(proof.batches()).isEqualTo(3);
        assertThat(proof.bookings()).isEqualTo(1);
        assertThat(proof.transfers()).isEqualTo(5);
        assertThat(proof.head()).matches("[0-9a-f]{64}");
        assertThat(LedgerVerify.read(dataSource, proof.head()).holds()).isTrue();
    }

    @Test
    void everyKindOfEditIsNamed() {
        SoftAssertions softly = new SoftAssertions();
        EDITS.forEach((edit, named) -> softly.assertThat(after(edit, null).broken())
                .as(edit)
                .isNotNull()
                .startsWith(named));
        softly.assertAll();
    }

    @Test
    void aChainCutOffBehindItsHeadShowsToWhoeverKeptTheHead() {
        String cut = "DELETE FROM billing.transfer WHERE batch_id = 4; DELETE FROM billing.batch WHERE id = 4;"
                + "DELETE FROM billing.journal_chain WHERE seq = 4; DELETE FROM billing.journal WHERE id = 4;"
                + "UPDATE billing.journal_head SET seq = 3, hash = (SELECT hash FROM billing.journal_chain WHERE seq = 3)";
        String head = LedgerVerify.read(dataSource, null).head();
        assertThat(after(cut, null).broken()).isNull();
        assertThat(after(cut, head).broken())
                .isEqualTo(
                        "head: " + head + " (expected: a link: entries were taken away, or the chain was made anew)");
    }

    @Test
    void theDatabaseMakesTheSameDigests() {
        assertThat(TestDatabase.number(
                        dataSource,
                        "SELECT count(*) FROM billing.journal WHERE digest ="
                                + " sha256(convert_to(billing.entry_text(id, booked_at), 'UTF8'))"))
                .isEqualTo(4);
    }

    @Test
    void rowsAreOnlyAddedAlsoToAPartitionByName() {
        for (String table : List.of(
                "transfer",
                "(SELECT tableoid::regclass::text FROM billing.transfer LIMIT 1)",
                "drawdown_seen",
                "drawdown_seen_default",
                "batch",
                "journal",
                "journal_chain",
                "dead_letter")) {
            String name = table.startsWith("(")
                    ? TestDatabase.rows(dataSource, table.substring(1, table.length() - 1))
                            .get(0)
                            .replaceAll("[()]", "")
                    : "billing." + table;
            for (String change : List.of("DELETE FROM " + name, "TRUNCATE " + name + " CASCADE")) {
                assertThatThrownBy(() -> TestDatabase.execute(dataSource, change))
                        .as(change)
                        .hasMessageContaining("(expected: rows are only added)");
            }
        }
    }

    @Test
    void droppedDaysLeaveTheSumsAndTheChain() throws SQLException {
        String past = "2020-01-02";
        TestDatabase.execute(
                dataSource,
                "SET session_replication_role = replica;"
                        + "CREATE TABLE billing.transfer_20200102 PARTITION OF billing.transfer"
                        + " FOR VALUES FROM ('" + past + " 00:00Z') TO ('2020-01-03 00:00Z');"
                        + "CREATE TABLE billing.drawdown_seen_19700101 PARTITION OF billing.drawdown_seen"
                        + " FOR VALUES FROM ('1969-12-31') TO ('1970-01-01');"
                        + "UPDATE billing.transfer SET booked_at = '" + past + " 00:00Z' WHERE batch_id = 2;"
                        + "UPDATE billing.journal SET booked_at = '" + past + " 00:00Z' WHERE id = 2;"
                        + "UPDATE billing.batch SET posted_at = '" + past + " 00:00Z' WHERE id = 2;"
                        + "RESET session_replication_role");
        assertThat(TestDatabase.number(dataSource, "SELECT billing.drop_days('2020-06-01', 'test archive')"))
                .isEqualTo(1);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.transfer WHERE batch_id = 2"))
                .isZero();
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        assertThat(LedgerAudit.read(dataSource).charge()).isEqualTo(new Money(31));
        LedgerProof proof = LedgerVerify.read(dataSource, null);
        assertThat(proof.broken()).isNull();
        assertThat(proof.archived()).isEqualTo(1);
        String tooLate = "SELECT billing.drop_days((now() AT TIME ZONE 'UTC')::date - 89, 'a')";
        assertThatThrownBy(() -> TestDatabase.number(dataSource, tooLate))
                .hasMessageContaining("(expected: 90 days ago or earlier)");
    }
}
