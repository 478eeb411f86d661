package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.CustomerBooks;
import io.millrace.billing.postpaid.ChargeReason;
import io.millrace.billing.postpaid.Closeout;
import io.millrace.billing.postpaid.Closeout.Debt;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Clock;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Settles what a workspace owes when its account closes, prepaid or postpaid. Thread-safe; a method, a transaction, and each
 * may be called again at any time. Who closes the account keeps new usage away first: what comes later is owed anew.
 */
public final class CloseoutStore {
    private static final int REASON_LENGTH_MAX = 256;
    private static final String STATE = """
            SELECT c.overdraft_nano, c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL AS has_card,
                EXISTS (SELECT FROM billing.dispute d WHERE d.customer_id = c.id AND d.state = 'OPEN') AS disputed,
                (SELECT o.id FROM billing.topup o WHERE o.customer_id = c.id AND o.state NOT IN ('SUCCEEDED', 'FAILED')
                 ORDER BY o.created_at, o.id LIMIT 1) AS underway,
                l.reason, l.ending, l.last_error
            FROM billing.customer c
            LEFT JOIN LATERAL %s l ON true
            WHERE c.id = :id
            """.formatted(PostpaidSql.LAST);
    private static final String LET_GO = """
            INSERT INTO billing.let_go (customer_id, n, kind, amount_nano, cause, reason)
            VALUES (:id, :n, :kind, :amount, :cause, :reason)
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public CloseoutStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    private record State(
            Money owed,
            boolean hasCard,
            boolean disputed,
            @Nullable UUID underway,
            @Nullable String declined) {}

    /**
     * Takes the next step: less than a cent goes to rounding, less than Stripe charges at once is written off, the rest is
     * charged, once. A final charge that failed is not made again before another payment method comes.
     *
     * @throws MillraceException code UNKNOWN_WORKSPACE
     */
    public CloseoutResult closeout(String workspaceId) {
        return jdbi.inTransaction(handle -> closeout(handle, workspaceId));
    }

    CloseoutResult closeout(Handle handle, String workspaceId) {
        State state = locked(handle, workspaceId);
        if (state.underway() != null) {
            return new CloseoutResult.Underway(state.underway());
        }
        Closeout step = Closeout.of(state.owed());
        if (step instanceof Closeout.LetGo letGo) {
            book(handle, workspaceId, letGo.debt(), letGo.amount(), "account closed");
            return new CloseoutResult.Settled(letGo.amount());
        }
        if (!(step instanceof Closeout.FinalCharge last)) {
            return new CloseoutResult.Settled(Money.ZERO);
        }
        String why = whyNot(state);
        return why == null
                ? new CloseoutResult.Underway(PostpaidSql.open(handle, workspaceId, last.charge()))
                : new CloseoutResult.Unpaid(state.owed(), why);
    }

    private static @Nullable String whyNot(State state) {
        if (!state.hasCard()) {
            return "NO_PAYMENT_METHOD";
        }
        return state.disputed() ? "DISPUTED" : state.declined();
    }

    /**
     * Gives up all that is owed, however much it is.
     *
     * @param reason for the books, 1 to 256 characters
     * @return what was owed, $0 for nothing
     * @throws MillraceException code UNKNOWN_WORKSPACE; NO_REASON; CHARGE_UNDERWAY, when a top-up may still pay it
     */
    public Money writeOff(String workspaceId, String reason) {
        return jdbi.inTransaction(handle -> writeOff(handle, workspaceId, reason));
    }

    Money writeOff(Handle handle, String workspaceId, String reason) {
        if (reason.isBlank()) {
            throw MillraceException.user("NO_REASON", "write-off reason", reason, "a text that says why");
        }
        Require.note("write-off reason", reason, REASON_LENGTH_MAX);
        State state = locked(handle, workspaceId);
        if (state.underway() != null) {
            throw MillraceException.user(
                    "CHARGE_UNDERWAY", "top-up", state.underway(), "none that is under way when a debt is written off");
        }
        if (state.owed().nanoUsd() > 0) {
            book(handle, workspaceId, Debt.of(state.owed()), state.owed(), reason);
        }
        return state.owed();
    }

    private static State locked(Handle handle, String workspaceId) {
        Optional<State> state = AccountSql.lock(handle, workspaceId)
                ? handle.createQuery(STATE)
                        .bind("id", workspaceId)
                        .map((row, context) -> state(row))
                        .findOne()
                : Optional.empty();
        return state.orElseThrow(
                () -> MillraceException.user("UNKNOWN_WORKSPACE", "workspace", workspaceId, "one that has an account"));
    }

    private static State state(ResultSet row) throws SQLException {
        boolean failed =
                ChargeReason.CLOSE.name().equals(row.getString("reason")) && "FAILED".equals(row.getString("ending"));
        String error = row.getString("last_error");
        return new State(
                new Money(row.getLong("overdraft_nano")),
                row.getBoolean("has_card"),
                row.getBoolean("disputed"),
                row.getObject("underway", UUID.class),
                failed ? error == null ? "declined" : error : null);
    }

    private void book(Handle handle, String workspaceId, Debt debt, Money amount, String reason) {
        int n = handle.createQuery("SELECT coalesce(max(n), 0) + 1 FROM billing.let_go WHERE customer_id = :id")
                .bind("id", workspaceId)
                .mapTo(Integer.class)
                .one();
        String name = "let_go:" + workspaceId + ":" + n;
        UUID cause = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        CustomerBooks.letGo(handle, workspaceId, debt, amount, name, cause, clock.nowMicros());
        handle.createUpdate(LET_GO)
                .bind("id", workspaceId)
                .bind("n", n)
                .bind("kind", debt.name())
                .bind("amount", amount.nanoUsd())
                .bind("cause", cause)
                .bind("reason", reason)
                .execute();
    }
}
