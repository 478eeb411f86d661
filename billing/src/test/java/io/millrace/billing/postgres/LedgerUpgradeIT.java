package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.config.Secret;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger from before the journal keeps its books, and knows the drawdowns it had posted. */
final class LedgerUpgradeIT {
    private static final UUID TOPIC = new UUID(1, 1);
    /** 60 drawn of a grant of 100 by two batches: drawdowns 1 and 2, and 4, of charge 0; one dead letter. */
    private static final List<String> BOOKED = List.of(
            "INSERT INTO billing.account (id, kind, owner_id) VALUES (1000, 'receivable', 'a'), (1001, 'grant_paid', 'a')",
            "INSERT INTO billing.customer VALUES ('a', 1000, 'PREPAID', 40, 0, 60)",
            "INSERT INTO billing.credit_grant VALUES (1001, 'a', 'PAID', 1, 0, NULL, 5, 100, 40, 'admin', 'a|g', NULL)",
            "INSERT INTO billing.outbox (credit_id, workspace_id, kind, amount_nano, grant_id, source, occurred_at_micros)"
                    + " VALUES ('grant:admin:a|g', 'a', 'GRANT', 100, '1001', 'admin:a|g', 5)",
            "SELECT setval('billing.account_id', 1001), setval('billing.batch_id', 2)",
            "INSERT INTO billing.batch VALUES (1, '%1$s', 0, 0, 3, 2, 60), (2, '%1$s', 0, 3, 4, 1, 0)",
            "INSERT INTO billing.watermark VALUES ('%1$s', 0, 4)",
            "INSERT INTO billing.transfer (batch_id, cause, kind, debit_account, credit_account, amount_nano) VALUES"
                    + " (NULL, '%1$s', 'FUNDING', 4, 1001, 100), (1, '%2$s', 'USAGE_FROM_GRANT', 1001, 1, 20),"
                    + " (1, '%3$s', 'USAGE_FROM_GRANT', 1001, 1, 40)",
            "INSERT INTO billing.drawdown_seen VALUES ('%2$s', 1, 20), ('%3$s', 1, 40), ('%4$s', 2, 0)",
            "INSERT INTO billing.dead_letter (topic_id, part, off, reason, detail) VALUES ('%1$s', 0, 2, 'UNREADABLE', 'x')");

    @TempDir
    private static Path directory;

    @Test
    void whatWasBookedBeforeIsSealedAndKnown() throws SQLException {
        try (TestDatabase server = TestDatabase.start(directory);
                HikariDataSource dataSource = BillingDatabase.open(server.freshUrl(), server.user(), new Secret(""))) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .defaultSchema("billing")
                    .createSchemas(true)
                    .locations("classpath:db/billing")
                    .target("3")
                    .load()
                    .migrate();
            String booked = String.join(";", BOOKED); // in one transaction, as a batch was
            TestDatabase.execute(dataSource, booked.formatted(TOPIC, id(1), id(2), id(4)));
            BillingDatabase.migrate(dataSource);
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
            LedgerProof proof = LedgerVerify.read(dataSource, null);
            assertThat(proof.broken()).isNull();
            assertThat(proof.batches()).isEqualTo(2);
            assertThat(proof.bookings()).isEqualTo(1);
            assertThat(proof.transfers()).isEqualTo(3);
            List<Entry> again = LongStream.rangeClosed(1, 5)
                    .mapToObj(n -> (Entry) new Received(n + 3, Drawdowns.of("a", n, 7, 2_000 + n)))
                    .toList();
            assertThat(new LedgerStore(dataSource).post(new DrawdownBatch(TOPIC, 0, 4, 9, again)))
                    .as("3 and 5 are new")
                    .isEqualTo(new PostResult(9, 2, 0, 3, 0));
            assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
            assertThat(LedgerVerify.read(dataSource, proof.head()).broken()).isNull();
        }
    }

    private static UUID id(long sequence) {
        return Drawdowns.of("a", sequence, 0, 0).drawdownId();
    }
}
