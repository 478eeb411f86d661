package io.millrace.billing.postgres;

import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Accounts as people see them: opened, granted to, topped up by hand, and read. Thread-safe; a method, a transaction. */
public final class AccountStore {
    private static final String TERMS = """
            UPDATE billing.customer SET billing_mode = :mode, recharge_threshold_nano = :threshold,
                recharge_amount_cents = :amount, recharge_daily_max = :daily, payment_method = :method
            WHERE id = :id
            """;
    private static final String GRANTS = """
            SELECT id, customer_id, kind, priority, granted_nano, remaining_nano, created_at_micros,
                coalesce(expires_at_micros, :never) AS expires, source_type || ':' || source_id AS source
            FROM billing.credit_grant WHERE customer_id = :id
            ORDER BY priority, expires_at_micros NULLS LAST, created_at_micros, id
            """;
    private static final String CHARGES = """
            SELECT id, customer_id, amount_cents, state, last_error,
                (extract(epoch FROM updated_at) * 1000000)::bigint AS updated
            FROM billing.topup ORDER BY updated_at DESC, id LIMIT :max
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public AccountStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /** Opens the account where there is none, and sets its terms. */
    public void setTerms(AccountTerms terms) {
        AutoRecharge recharge = terms.autoRecharge();
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).openMissing(List.of(terms.workspaceId()));
            handle.createUpdate(TERMS)
                    .bind("mode", terms.mode().name())
                    .bind(
                            "threshold",
                            recharge == null ? null : recharge.threshold().nanoUsd())
                    .bind("amount", recharge == null ? null : recharge.amountCents())
                    .bind("daily", recharge == null ? null : recharge.dailyMax())
                    .bind("method", terms.paymentMethod())
                    .bind("id", terms.workspaceId())
                    .execute();
        });
    }

    public Optional<String> stripeCustomer(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT stripe_customer FROM billing.customer WHERE id = :id AND stripe_customer IS NOT NULL")
                .bind("id", workspaceId)
                .mapTo(String.class)
                .findOne());
    }

    /** Keeps the first one it is told. */
    public void setStripeCustomer(String workspaceId, String stripeCustomer) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE billing.customer SET stripe_customer = coalesce(stripe_customer, :stripe) WHERE id = :id")
                .bind("stripe", stripeCustomer)
                .bind("id", workspaceId)
                .execute());
    }

    /**
     * Books a grant once per workspace and key; opens the account where there is none.
     *
     * @return whether this call booked it
     * @throws MillraceException code GRANT_CONFLICT, when the key stands for another amount or kind
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
        Optional<GrantView> known = grants(handle, grant.workspaceId()).stream()
                .filter(view -> view.source().equals(source.name()))
                .findFirst();
        if (known.isPresent()) {
            requireSame(grant, known.get());
            return false;
        }
        new GrantSql(handle).book(customer, grant, source, clock.nowMicros());
        return true;
    }

    private static void requireSame(NewGrant grant, GrantView known) {
        if (!known.granted().equals(grant.amount()) || known.kind() != grant.kind()) {
            throw MillraceException.user(
                    "GRANT_CONFLICT",
                    "grant " + grant.key(),
                    grant.kind() + " " + grant.amount(),
                    known.kind() + " " + known.granted() + ", as it was granted before under this key");
        }
    }

    /**
     * Opens a top-up by hand, once per workspace and key; the charger charges it.
     *
     * @throws MillraceException code NO_PAYMENT_METHOD
     */
    public UUID topUp(String workspaceId, long amountCents, String key) {
        AutoRecharge.requireAmount(amountCents);
        UUID id = UUID.nameUUIDFromBytes(("topup|" + workspaceId + "|" + key).getBytes(StandardCharsets.UTF_8));
        boolean chargeable = jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state)
                            SELECT :id, c.id, :amount, 'MANUAL', 'PENDING' FROM billing.customer c
                            WHERE c.id = :workspace AND c.stripe_customer IS NOT NULL AND c.payment_method IS NOT NULL
                            ON CONFLICT (id) DO NOTHING
                            """)
                    .bind("id", id)
                    .bind("amount", amountCents)
                    .bind("workspace", workspaceId)
                    .execute();
            return handle.createQuery("SELECT count(*) FROM billing.topup WHERE id = :id")
                            .bind("id", id)
                            .mapTo(Long.class)
                            .one()
                    == 1;
        });
        if (!chargeable) {
            throw MillraceException.user(
                    "NO_PAYMENT_METHOD", "workspace", workspaceId, "one with an account and a payment method");
        }
        return id;
    }

    /** What is left of all grants less what is owed; empty where there is no account. */
    public Optional<Money> balance(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT balance_nano FROM billing.customer WHERE id = :id")
                .bind("id", workspaceId)
                .mapTo(Long.class)
                .findOne()
                .map(Money::new));
    }

    /** All grants of a workspace, used up or not, in burn order. */
    public List<GrantView> grants(String workspaceId) {
        return jdbi.withHandle(handle -> grants(handle, workspaceId));
    }

    private static List<GrantView> grants(Handle handle, String workspaceId) {
        return handle.createQuery(GRANTS)
                .bind("id", workspaceId)
                .bind("never", Grant.NEVER)
                .map((row, context) -> view(row))
                .list();
    }

    /** Top-ups, the latest changed first. */
    public List<Charge> charges(int max) {
        return jdbi.withHandle(handle -> handle.createQuery(CHARGES)
                .bind("max", max)
                .map((row, context) -> new Charge(
                        row.getObject("id", UUID.class),
                        row.getString("customer_id"),
                        row.getLong("amount_cents"),
                        TopUpState.valueOf(row.getString("state")),
                        row.getString("last_error"),
                        row.getLong("updated")))
                .list());
    }

    private static GrantView view(ResultSet row) throws SQLException {
        return new GrantView(
                Long.toString(row.getLong("id")),
                row.getString("customer_id"),
                GrantKind.valueOf(row.getString("kind")),
                row.getInt("priority"),
                new Money(row.getLong("granted_nano")),
                new Money(row.getLong("remaining_nano")),
                row.getLong("created_at_micros"),
                row.getLong("expires"),
                row.getString("source"));
    }
}
