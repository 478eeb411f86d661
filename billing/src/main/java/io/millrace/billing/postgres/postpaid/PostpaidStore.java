package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.StateChanges;
import io.millrace.billing.postgres.statement.Months;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidRule;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How workspaces pay. Thread-safe; a method, a transaction. */
public final class PostpaidStore {
    private static final String MODE = """
            SELECT p.next_period FROM billing.customer c JOIN billing.postpaid p ON p.customer_id = c.id
            WHERE c.id = :id AND c.billing_mode = 'POSTPAID'
            """;
    private static final String SET_MODE =
            "UPDATE billing.customer SET billing_mode = :mode, overdraft_limit_nano = :limit WHERE id = :id";
    private static final String SET_POSTPAID = """
            INSERT INTO billing.postpaid (customer_id, threshold_cents, zone, next_period, next_cut_micros)
            VALUES (:id, :threshold, :zone, :period, :cut)
            ON CONFLICT (customer_id) DO UPDATE SET threshold_cents = excluded.threshold_cents, zone = excluded.zone,
                next_period = excluded.next_period, next_cut_micros = excluded.next_cut_micros
            """;
    private static final String TERMS = """
            SELECT c.id, c.billing_mode, c.overdraft_limit_nano, p.threshold_cents, p.zone
            FROM billing.customer c LEFT JOIN billing.postpaid p ON p.customer_id = c.id AND c.billing_mode = 'POSTPAID'
            WHERE c.id = :id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public PostpaidStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /**
     * Sets how a workspace pays; opens the account where there is none. What is owed stays owed, grants are used up first either
     * way, and a charge that is under way goes on. Months that were over before it became postpaid are not cut apart: what is
     * still owed for them is in the first cut.
     *
     * @throws io.millrace.schemas.error.MillraceException code ACCOUNT_CLOSED
     */
    public void setTerms(BillingTerms terms) {
        jdbi.useTransaction(handle -> {
            AccountSql.open(handle, terms.workspaceId());
            AccountSql.lock(handle, terms.workspaceId());
            AccountSql.requireOpen(handle, terms.workspaceId());
            Optional<YearMonth> running = running(handle, terms.workspaceId());
            handle.createUpdate(SET_MODE)
                    .bind("mode", terms.mode().name())
                    .bind("limit", terms.limit().nanoUsd())
                    .bind("id", terms.workspaceId())
                    .execute();
            StateChanges.workspace(handle, terms.workspaceId());
            PostpaidTerms postpaid = terms.postpaid();
            if (postpaid == null) {
                PostpaidSql.forget(handle, terms.workspaceId());
            } else {
                YearMonth next = running.orElseGet(() -> PostpaidRule.monthOf(clock.nowMicros(), postpaid.zone()));
                set(handle, terms.workspaceId(), postpaid, next);
            }
        });
    }

    /** The next month to be cut of one that is postpaid already: setting terms again cuts none twice, and skips none. */
    private static Optional<YearMonth> running(Handle handle, String workspaceId) {
        return handle.createQuery(MODE)
                .bind("id", workspaceId)
                .mapTo(Long.class)
                .findOne()
                .map(Months::of);
    }

    private static void set(Handle handle, String workspaceId, PostpaidTerms terms, YearMonth next) {
        handle.createUpdate(SET_POSTPAID)
                .bind("id", workspaceId)
                .bindByType("threshold", terms.thresholdCents(), Long.class)
                .bind("zone", terms.zone().getId())
                .bind("period", Months.numberOf(next))
                .bind("cut", PostpaidRule.cutMicros(next, terms.zone()))
                .execute();
    }

    /** Empty where there is no account. */
    public Optional<BillingTerms> terms(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(TERMS)
                .bind("id", workspaceId)
                .map((row, context) -> terms(row))
                .findOne());
    }

    private static BillingTerms terms(ResultSet row) throws SQLException {
        String zone = row.getString("zone");
        return new BillingTerms(
                row.getString("id"),
                BillingMode.valueOf(row.getString("billing_mode")),
                new Money(row.getLong("overdraft_limit_nano")),
                zone == null ? null : new PostpaidTerms(row.getObject("threshold_cents", Long.class), ZoneId.of(zone)));
    }
}
