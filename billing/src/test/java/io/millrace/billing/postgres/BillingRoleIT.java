package io.millrace.billing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger under a member of millrace_billing, which owns nothing. */
final class BillingRoleIT {
    @TempDir
    private static Path directory;

    @Test
    void memberOfTheRoleKeepsTheBooksAndChangesNoEntry() throws SQLException {
        try (TestDatabase server = TestDatabase.start(directory)) {
            String url = server.freshUrl();
            try (HikariDataSource owner = BillingDatabase.open(url, server.user(), new Secret(""))) {
                BillingDatabase.migrate(owner); // before there is such a role
                TestDatabase.execute(owner, "CREATE ROLE millrace_billing NOLOGIN");
                TestDatabase.execute(owner, "CREATE ROLE ledger LOGIN IN ROLE millrace_billing");
                assertThat(TestDatabase.rows(owner, "SELECT billing.grant_to_billing()"))
                        .containsExactly("(t)");
            }
            String withoutUser = url.replaceFirst("\\?.*$", "");
            try (HikariDataSource ledger = BillingDatabase.open(withoutUser, "ledger", new Secret(""))) {
                BillingDatabase.migrate(ledger); // as each start does; there is nothing to do
                assertBooksAreKept(ledger);
                for (String sql : List.of(
                        "UPDATE billing.transfer SET amount_nano = 1",
                        "DELETE FROM billing.transfer",
                        "DELETE FROM billing.credit_grant",
                        "UPDATE billing.batch SET total_nano = 0",
                        "DROP TABLE billing.outbox",
                        "CREATE TABLE billing.mine (a integer)",
                        "SELECT billing.grant_to_billing()")) {
                    assertThatThrownBy(() -> TestDatabase.execute(ledger, sql))
                            .as(sql)
                            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
                }
            }
        }
    }

    @Test
    void aRoleThatIsThereBeforeIsGrantedByTheMigration() throws SQLException {
        try (TestDatabase server = TestDatabase.start(directory.resolve("second"))) {
            TestDatabase.execute(server.fresh(), "CREATE ROLE millrace_billing NOLOGIN");
            assertThat(TestDatabase.number(
                            server.fresh(),
                            "SELECT count(*) FROM pg_class WHERE relnamespace = 'billing'::regnamespace AND relkind = 'r'"
                                    + " AND NOT has_table_privilege('millrace_billing', oid, 'SELECT')"))
                    .isZero();
        }
    }

    private static void assertBooksAreKept(HikariDataSource ledger) {
        AccountStore accounts = new AccountStore(ledger, new TestingClock(1_000));
        accounts.grant(NewGrant.of("acme", new Money(500), GrantKind.PAID, "g"));
        LedgerStore store = new LedgerStore(ledger);
        DrawdownBatch batch = new DrawdownBatch(
                new UUID(1, 1),
                0,
                0,
                2,
                List.of(
                        new DrawdownBatch.Received(0, Drawdowns.of("acme", 1, 200, 2_001)),
                        new DrawdownBatch.Received(1, Drawdowns.of("acme", 2, -1, 2_002))));
        store.post(batch);
        assertThat(accounts.balance("acme")).contains(new Money(300));
        assertThat(LedgerAudit.read(ledger).differences()).isEmpty();
    }
}
