package io.millrace.billing.postgres.api;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.charging.TopUpPayment;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Workspaces as the API shows them. Thread-safe; a method, a statement. */
public final class WorkspaceReader {
    private static final String BALANCE = """
            SELECT c.balance_nano, c.overdraft_nano, c.overdraft_limit_nano, c.drawn_nano, c.last_sequence,
                (c.billing_mode = 'PREPAID' OR c.overdraft_limit_nano > 0) AND c.balance_nano <= -c.overdraft_limit_nano AS over_limit,
                (SELECT coalesce(sum(g.granted_nano), 0) FROM billing.credit_grant g
                 WHERE g.customer_id = c.id AND g.status = 'PENDING')::bigint AS pending,
                (extract(epoch FROM now()) * 1000000)::bigint AS as_of
            FROM billing.customer c WHERE c.id = :id
            """;
    private static final String TOP_UPS = """
            SELECT t.id, t.amount_cents, t.kind <> 'MANUAL' AS automatic, t.payment, t.last_error,
                CASE WHEN t.payment = 'CHECKOUT' AND t.state = 'SUBMITTED' AND t.action_url IS NOT NULL
                     THEN 'REQUIRES_ACTION' ELSE t.state END AS state,
                CASE WHEN t.payment <> 'CHECKOUT' THEN t.action_url END AS action_url,
                CASE WHEN t.payment = 'CHECKOUT' AND t.state = 'SUBMITTED' THEN t.action_url END AS url,
                (extract(epoch FROM t.created_at) * 1000000)::bigint AS created,
                (extract(epoch FROM t.updated_at) * 1000000)::bigint AS updated
            FROM billing.topup t WHERE t.customer_id = :workspace
            """;
    private static final String TOP_UP = TOP_UPS + " AND t.id = :id";
    private static final String TOP_UPS_AFTER = TOP_UPS + """
             AND (CAST(:after AS uuid) IS NULL
                  OR (t.created_at, t.id) < (SELECT a.created_at, a.id FROM billing.topup a WHERE a.id = :after))
            ORDER BY t.created_at DESC, t.id DESC LIMIT :max
            """;
    /** The newest of each account, then the newest of all: no account is read further than the page goes. */
    private static final String TRANSFERS = """
            WITH own AS (SELECT a.id, a.kind <> 'receivable' AS is_grant FROM billing.account a WHERE a.owner_id = :workspace),
            moment AS (SELECT timestamptz 'epoch' + :booked * interval '1 microsecond' AS at),
            moved AS (
                SELECT t.* FROM own, moment, LATERAL (
                    SELECT * FROM billing.transfer d
                    WHERE d.debit_account = own.id AND (d.booked_at, d.id) < (moment.at, :id) AND d.kind = ANY(:kinds)
                    ORDER BY d.booked_at DESC, d.id DESC LIMIT :max) t
                UNION ALL
                SELECT t.* FROM own, moment, LATERAL (
                    SELECT * FROM billing.transfer c
                    WHERE c.credit_account = own.id AND c.batch_id IS NULL AND (c.booked_at, c.id) < (moment.at, :id)
                      AND c.kind = ANY(:kinds) AND c.debit_account NOT IN (SELECT o.id FROM own o)
                    ORDER BY c.booked_at DESC, c.id DESC LIMIT :max) t)
            SELECT m.id, m.kind, m.amount_nano, m.debit_account, m.credit_account,
                CASE WHEN m.batch_id IS NOT NULL THEN m.cause END AS drawdown, debit.is_grant AS from_grant,
                credit.is_grant AS to_grant, (extract(epoch FROM m.booked_at) * 1000000)::bigint AS booked
            FROM moved m LEFT JOIN own debit ON debit.id = m.debit_account LEFT JOIN own credit ON credit.id = m.credit_account
            ORDER BY m.booked_at DESC, m.id DESC LIMIT :max
            """;

    private static final String RECHARGE = """
            SELECT recharge_threshold_nano, recharge_amount_cents, recharge_target_nano, recharge_charge_max_cents,
                recharge_day_max_cents, recharge_daily_max, recharge_cooldown_seconds
            FROM billing.customer
            WHERE id = :id AND recharge_threshold_nano IS NOT NULL
            """;
    private static final String SET_RECHARGE = """
            UPDATE billing.customer
            SET recharge_threshold_nano = :threshold, recharge_amount_cents = :amount, recharge_target_nano = :target,
                recharge_charge_max_cents = :chargeMax, recharge_day_max_cents = :dayMax, recharge_daily_max = :daily,
                recharge_cooldown_seconds = :cooldown
            WHERE id = :id AND (:off OR (billing_mode = 'PREPAID' AND payment_method IS NOT NULL AND closing_at IS NULL))
            """;

    private final Jdbi jdbi;

    public WorkspaceReader(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /** Empty where there is no account. */
    public Optional<BalanceNow> balance(String workspace) {
        return jdbi.withHandle(handle -> handle.createQuery(BALANCE)
                .bind("id", workspace)
                .map((row, context) -> new BalanceNow(
                        new Money(row.getLong("balance_nano")),
                        new Money(row.getLong("overdraft_nano")),
                        new Money(row.getLong("overdraft_limit_nano")),
                        new Money(row.getLong("pending")),
                        new Money(row.getLong("drawn_nano")),
                        row.getBoolean("over_limit"),
                        row.getLong("last_sequence"),
                        row.getLong("as_of")))
                .findOne());
    }

    public Optional<TopUpView> topUp(String workspace, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(TOP_UP)
                .bind("workspace", workspace)
                .bind("id", id)
                .map((row, context) -> topUp(row))
                .findOne());
    }

    /**
     * The latest first.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<TopUpView> topUps(String workspace, @Nullable UUID after, int max) {
        return jdbi.withHandle(handle -> handle.createQuery(TOP_UPS_AFTER)
                .bind("workspace", workspace)
                .bindByType("after", after, UUID.class)
                .bind("max", max)
                .map((row, context) -> topUp(row))
                .list());
    }

    private static TopUpView topUp(ResultSet row) throws SQLException {
        return new TopUpView(
                row.getObject("id", UUID.class),
                row.getLong("amount_cents"),
                row.getBoolean("automatic"),
                TopUpState.valueOf(row.getString("state")),
                row.getString("last_error"),
                row.getString("action_url"),
                TopUpPayment.valueOf(row.getString("payment")),
                row.getString("url"),
                row.getLong("created"),
                row.getLong("updated"));
    }

    /**
     * What moved on the accounts of a workspace, the latest first; each once.
     *
     * @param bookedMicros only what was booked before it, or then with a lower id
     */
    public List<TransferView> transfers(
            String workspace, Collection<TransferKind> kinds, long bookedMicros, long id, int max) {
        return jdbi.withHandle(handle -> handle.createQuery(TRANSFERS)
                .bind("workspace", workspace)
                .bindArray("kinds", String.class, kinds.stream().map(Enum::name).toList())
                .bind("booked", bookedMicros)
                .bind("id", id)
                .bind("max", max)
                .map((row, context) -> transfer(row))
                .list());
    }

    private static TransferView transfer(ResultSet row) throws SQLException {
        Boolean fromGrant = row.getObject("from_grant", Boolean.class);
        Boolean toGrant = row.getObject("to_grant", Boolean.class);
        return new TransferView(
                row.getLong("id"),
                TransferKind.valueOf(row.getString("kind")),
                new Money(row.getLong("amount_nano")),
                fromGrant != null,
                toGrant != null,
                Boolean.TRUE.equals(fromGrant) ? row.getString("debit_account") : null,
                Boolean.TRUE.equals(toGrant) ? row.getString("credit_account") : null,
                row.getObject("drawdown", UUID.class),
                row.getLong("booked"));
    }

    /** Empty where the card is not charged by itself. */
    public Optional<AutoRecharge> recharge(String workspace) {
        return jdbi.withHandle(handle -> handle.createQuery(RECHARGE)
                .bind("id", workspace)
                .map((row, context) -> recharge(row))
                .findOne());
    }

    private static AutoRecharge recharge(ResultSet row) throws SQLException {
        Long target = row.getObject("recharge_target_nano", Long.class);
        RechargeRule rule = new RechargeRule(
                new Money(row.getLong("recharge_threshold_nano")),
                row.getLong("recharge_amount_cents"),
                target == null ? null : new Money(target),
                row.getLong("recharge_charge_max_cents"),
                row.getObject("recharge_day_max_cents", Long.class));
        return new AutoRecharge(
                rule, row.getInt("recharge_daily_max"), Duration.ofSeconds(row.getInt("recharge_cooldown_seconds")));
    }

    /**
     * Sets when the card is charged by itself, and changes nothing else.
     *
     * @param recharge null for never
     * @return false where the workspace has no account, or does not pay ahead by a card that is kept
     */
    public boolean setRecharge(String workspace, @Nullable AutoRecharge recharge) {
        RechargeRule rule = recharge == null ? null : recharge.rule();
        Money target = rule == null ? null : rule.target();
        return jdbi.inTransaction(handle -> handle.createUpdate(SET_RECHARGE)
                        .bind(
                                "threshold",
                                rule == null ? null : rule.threshold().nanoUsd())
                        .bind("amount", rule == null ? null : rule.amountCents())
                        .bind("target", target == null ? null : target.nanoUsd())
                        .bind("chargeMax", rule == null ? RechargeRule.CENTS_MAX : rule.chargeCentsMax())
                        .bind("dayMax", rule == null ? null : rule.dayCentsMax())
                        .bind("daily", recharge == null ? null : recharge.dailyMax())
                        .bind(
                                "cooldown",
                                recharge == null ? 0 : recharge.cooldown().toSeconds())
                        .bind("off", recharge == null)
                        .bind("id", workspace)
                        .execute()
                == 1);
    }
}
