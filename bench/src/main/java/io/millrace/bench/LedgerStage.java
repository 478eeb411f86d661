package io.millrace.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.schemas.config.Secret;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL with a ledger of many workspaces, three grants each, as the demo sets it up: every commit is on disk. */
final class LedgerStage {
    /** Accounts of a workspace: its receivable, then its grants. */
    private static final int ACCOUNTS_EACH = 4;

    private static final int FIRST_ACCOUNT = 1_000;

    private static final List<String> WORKSPACES =
            List.of("""
            INSERT INTO billing.account (id, kind, owner_id)
            SELECT %2$d + %3$d * w + n, CASE n WHEN 0 THEN 'receivable' WHEN 1 THEN 'grant_promo' ELSE 'grant_paid' END,
                'w' || w
            FROM generate_series(0, %1$d - 1) AS w, generate_series(0, 3) AS n
            """, """
            INSERT INTO billing.customer (id, receivable_account, billing_mode, balance_nano)
            SELECT 'w' || w, %2$d + %3$d * w, 'PREPAID', 100000000000000 FROM generate_series(0, %1$d - 1) AS w
            """, """
            INSERT INTO billing.credit_grant (id, customer_id, kind, priority, effective_at_micros, created_at_micros,
                granted_nano, remaining_nano, source_type, source_id)
            SELECT %2$d + %3$d * w + n, 'w' || w, CASE n WHEN 1 THEN 'PROMOTIONAL' ELSE 'PAID' END, n, 0, n,
                amount, amount, 'admin', 'w' || w || '|' || n
            FROM generate_series(0, %1$d - 1) AS w,
                (VALUES (1, 5000000000), (2, 100000000000), (3, 100000000000000 - 105000000000)) AS g (n, amount)
            """, """
            INSERT INTO billing.transfer (id, cause, kind, debit_account, credit_account, amount_nano, booked_at)
            SELECT (1::bigint << 24) + row_number() OVER (ORDER BY id) - 1, gen_random_uuid(), 'FUNDING',
                CASE kind WHEN 'PAID' THEN 4 ELSE 2 END, id, granted_nano, now()
            FROM billing.credit_grant
            """, """
            INSERT INTO billing.journal (id, booked_at, transfers, digest)
            SELECT 1, now(), count(*), sha256(convert_to(billing.entry_text(1, now()), 'UTF8')) FROM billing.transfer
            """, """
            INSERT INTO billing.outbox (credit_id, workspace_id, kind, amount_nano, grant_id, source, occurred_at_micros,
                published_at)
            SELECT 'grant:admin:' || source_id, customer_id, 'GRANT', granted_nano, id::text, 'admin:' || source_id, 0, now()
            FROM billing.credit_grant
            """, "SELECT nextval('billing.batch_id')", "ANALYZE", "CHECKPOINT");

    private final HikariDataSource dataSource;
    private final String jdbcUrl;
    private final String user;

    LedgerStage(Closeables open, int workspaces) throws SQLException {
        EmbeddedPostgresServer server = open.add(EmbeddedPostgresServer.start(
                new PostgresOptions(open.add(DataDirectory.temporary()).root().resolve("postgres"), 0)));
        jdbcUrl = server.jdbcUrl();
        user = server.user();
        dataSource = open.add(BillingDatabase.open(jdbcUrl, user, new Secret("")));
        BillingDatabase.migrate(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : WORKSPACES) {
                statement.execute(sql.formatted(workspaces, FIRST_ACCOUNT, ACCOUNTS_EACH));
            }
        }
    }

    HikariDataSource dataSource() {
        return dataSource;
    }

    String user() {
        return user;
    }

    /** The URL of another database of the same server, without a user. */
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    int port() {
        return URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
    }

    /** What was written before must not be written out during what is measured. */
    void settle() throws SQLException {
        execute("CHECKPOINT");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
