package io.millrace.billing.postgres;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.postgres.GrantRow.Status;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Grants from their booking to their end. Thread-safe; a method, a transaction, and in it all that the grant changes. */
public final class GrantStore {
    private static final int REASON_LENGTH_MAX = 256;
    private static final String GRANTS = "SELECT " + GrantRow.COLUMNS + """
            FROM billing.credit_grant WHERE customer_id = :id
            ORDER BY priority, expires_at_micros NULLS LAST, created_at_micros, id
            """;
    private static final String TRIAL =
            "SELECT " + GrantRow.COLUMNS + "FROM billing.credit_grant WHERE customer_id = :id AND kind = 'TRIAL'";
    private static final String BY_SOURCE = "SELECT " + GrantRow.COLUMNS + """
            FROM billing.credit_grant WHERE source_type = :type AND source_id = :source
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public GrantStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /**
     * Books a grant once per workspace and key; opens the account where there is none.
     *
     * @return whether this call booked it
     * @throws MillraceException code GRANT_CONFLICT, when the key stands for another amount or kind; TRIAL_USED, when the
     *     workspace had a trial under another key
     */
    public boolean grant(NewGrant grant) {
        return jdbi.inTransaction(handle -> grant(handle, grant));
    }

    private boolean grant(Handle handle, NewGrant grant) {
        CustomerSql customers = new CustomerSql(handle);
        List<String> ids = List.of(grant.workspaceId());
        customers.openMissing(ids);
        CustomerAccounts customer = customers.lock(ids).get(0);
        GrantSql.Source source = new GrantSql.Source(
                "admin", grant.workspaceId() + "|" + grant.key(), null, SystemAccount.EXTERNAL_CLEARING);
        Optional<GrantRow> known = bySource(handle, source);
        if (known.isPresent()) {
            requireSame(grant, known.get());
            return false;
        }
        AccountSql.requireOpen(handle, grant.workspaceId());
        if (grant.kind() == GrantKind.TRIAL) {
            requireNoTrial(handle, grant.workspaceId());
        }
        new GrantSql(handle).book(customer, grant, source, clock.nowMicros());
        return true;
    }

    private static Optional<GrantRow> bySource(Handle handle, GrantSql.Source source) {
        return handle.createQuery(BY_SOURCE)
                .bind("type", source.type())
                .bind("source", source.id())
                .map((row, context) -> GrantRow.of(row))
                .findOne();
    }

    private static void requireSame(NewGrant grant, GrantRow known) {
        if (!known.granted().equals(grant.amount()) || known.grant().kind() != grant.kind()) {
            throw MillraceException.user(
                    "GRANT_CONFLICT",
                    "grant " + grant.key(),
                    grant.kind() + " " + grant.amount(),
                    known.grant().kind() + " " + known.granted() + ", as it was granted before under this key");
        }
    }

    private static void requireNoTrial(Handle handle, String workspaceId) {
        handle.createQuery(TRIAL)
                .bind("id", workspaceId)
                .map((row, context) -> GrantRow.of(row))
                .findOne()
                .ifPresent(trial -> {
                    throw MillraceException.user(
                            "TRIAL_USED", "workspace", workspaceId, "one without a trial, such as " + trial.source());
                });
    }

    /**
     * Ends a grant by hand: what is left is booked out and drawdowns that come later do not use it. One that has not begun
     * never will. Money a card paid is not given back by this: that is a refund.
     *
     * @param reason for the books, 1 to 256 characters
     * @return whether this call ended it: false where it was voided before
     * @throws MillraceException code UNKNOWN_GRANT; GRANT_EXPIRED, when its rest was booked out already
     */
    public boolean voidGrant(String workspaceId, String grantId, String reason) {
        if (reason.isBlank()) {
            throw MillraceException.user("NO_REASON", "void reason", reason, "a text that says why");
        }
        Require.note("void reason", reason, REASON_LENGTH_MAX);
        return jdbi.inTransaction(handle -> voidGrant(handle, workspaceId, grantId, reason));
    }

    /** The same inside a transaction. */
    public boolean voidGrant(Handle handle, String workspaceId, String grantId, String reason) {
        new CustomerSql(handle).lock(List.of(workspaceId));
        GrantEndSql ends = new GrantEndSql(handle);
        GrantRow row = ends.find(workspaceId, number(grantId))
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_GRANT", "grant", grantId, "a grant of workspace " + workspaceId));
        if (row.status() == Status.VOIDED || row.status() == Status.CANCELLED) {
            return false;
        }
        if (row.status() == Status.EXPIRED) {
            throw MillraceException.user("GRANT_EXPIRED", "grant", grantId, "one that has not expired");
        }
        ends.voidGrant(row, reason, clock.nowMicros());
        AutoTopUpSql.open(handle, List.of(workspaceId));
        return true;
    }

    /** An id that is no number is that of no grant. */
    static long number(String grantId) {
        try {
            return Long.parseLong(grantId);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** All grants of a workspace in any state, in burn order. */
    public List<GrantView> grants(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(GRANTS)
                .bind("id", workspaceId)
                .map((row, context) -> GrantView.of(GrantRow.of(row)))
                .list());
    }
}
