package io.millrace.billing.postgres.account;

import io.millrace.billing.account.CloseStep;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.postgres.checkout.CheckoutStore;
import io.millrace.billing.postgres.postpaid.PostpaidSql;
import io.millrace.schemas.error.Expected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of closings, and what they change on the account, inside a transaction. */
final class CloseSql {
    private static final String COLUMNS = """
            id, customer_id, refund, breakage, write_off, reason, state, waits_for,
            (extract(epoch FROM requested_at) * 1000000)::bigint AS requested,
            (extract(epoch FROM coalesce(reopened_at, closed_at)) * 1000000)::bigint AS ended
            """;
    private static final String NEWEST = "SELECT " + COLUMNS + """
            FROM billing.account_close WHERE customer_id = :id ORDER BY id DESC LIMIT 1
            """;
    private static final String WAITING = """
            SELECT customer_id, waits_for FROM billing.account_close
            WHERE state = 'CLOSING' AND waits_for IS NOT NULL AND requested_at < now() - interval '5 minutes' ORDER BY requested_at LIMIT 100
            """;
    private static final String INSERT = """
            INSERT INTO billing.account_close (customer_id, refund, breakage, write_off, reason)
            VALUES (:workspace, :refund, :breakage, :writeOff, :reason)
            """;
    private static final String UPDATE = """
            UPDATE billing.account_close SET refund = :refund, breakage = :breakage, write_off = :writeOff, reason = :reason,
                lease_until = NULL
            WHERE id = :closing AND state = 'CLOSING'
            """;
    private static final String BEGIN = """
            UPDATE billing.customer SET closing_at = coalesce(closing_at, now()), recharge_threshold_nano = NULL,
                recharge_amount_cents = NULL, recharge_daily_max = NULL, recharge_target_nano = NULL,
                recharge_paused_reason = NULL, recharge_paused_at = NULL
            WHERE id = :workspace
            """;
    private static final String CLAIM = """
            UPDATE billing.account_close SET lease_until = now() + :millis * interval '1 millisecond'
            WHERE id = (SELECT id FROM billing.account_close
                        WHERE state = 'CLOSING' AND (CAST(:only AS text) IS NULL OR customer_id = :only)
                          AND (CAST(:only AS text) IS NOT NULL OR lease_until IS NULL OR lease_until < now())
                        ORDER BY lease_until NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + COLUMNS;
    private static final String REST = """
            UPDATE billing.account_close SET waits_for = :waits, lease_until = now() + :millis * interval '1 millisecond'
            WHERE id = :closing AND state = 'CLOSING'
            """;
    /** One that nobody has claimed was never sent. */
    private static final String FAIL_UNSENT = """
            UPDATE billing.topup t SET state = 'FAILED', last_error = '%s', first_sent_at = now(), version = version + 1,
                updated_at = now()
            WHERE customer_id = :workspace AND state = 'PENDING' AND payment = 'OFF_SESSION' AND NOT %s
            """.formatted(PostpaidSql.ACCOUNT_CLOSED, PostpaidSql.FINAL_CHARGE);
    /** Those that wait for another day or for the owner of the card are canceled by the charger when it looks. */
    private static final String CANCEL_WAITING = """
            UPDATE billing.topup t SET lease_until = now(), version = version + 1,
                action_until = CASE WHEN state = 'REQUIRES_ACTION' THEN now() - interval '1 second' ELSE action_until END
            WHERE customer_id = :workspace AND payment = 'OFF_SESSION'
              AND (state = 'WAITING' AND lease_until > now()
                   OR state = 'REQUIRES_ACTION' AND (action_until IS NULL OR action_until > now()))
              AND NOT %s
            """.formatted(PostpaidSql.FINAL_CHARGE);

    /** Not what came meanwhile: that is detached with the next look. */
    private static final String FORGET_PROFILE = """
            UPDATE billing.customer SET stripe_customer = NULL, payment_method = NULL, card_last4 = NULL
            WHERE id = :workspace AND closing_at IS NOT NULL AND stripe_customer IS NOT DISTINCT FROM CAST(:customer AS text)
              AND payment_method IS NOT DISTINCT FROM CAST(:method AS text)
            """;

    private static final String CLOSE = """
            UPDATE billing.account_close SET state = 'CLOSED', closed_at = now(), waits_for = NULL
            WHERE id = :closing AND state = 'CLOSING'
            """;
    private static final String ERASE = """
            UPDATE billing.customer SET closed_at = now(), card_last4 = NULL WHERE id = :workspace
            """;
    private static final String ERASE_TOP_UPS = """
            UPDATE billing.topup SET stripe_customer = NULL, payment_method = NULL, action_url = NULL WHERE customer_id = :workspace
            """;
    private static final String REOPEN = """
            UPDATE billing.account_close SET state = 'REOPENED', reopened_at = now(), reopen_reason = :reason, waits_for = NULL
            WHERE customer_id = :workspace AND state <> 'REOPENED'
            """;

    private final Handle handle;

    CloseSql(Handle handle) {
        this.handle = handle;
    }

    Optional<Closing> newest(String workspaceId) {
        return handle.createQuery(NEWEST)
                .bind("id", workspaceId)
                .map((row, context) -> closing(row))
                .findOne();
    }

    List<String> waiting() {
        return handle.createQuery(WAITING)
                .map((row, context) -> "account " + row.getString("customer_id") + " being closed waits for "
                        + row.getString("waits_for"))
                .list();
    }

    /** @param closing id of the one that is under way; 0 where there is none */
    void put(String workspaceId, long closing, CloseTerms terms) {
        var update = handle.createUpdate(closing == 0 ? INSERT : UPDATE)
                .bind("refund", terms.refund())
                .bind("breakage", terms.breakage())
                .bind("writeOff", terms.writeOff())
                .bind("reason", terms.reason());
        (closing == 0 ? update.bind("workspace", workspaceId) : update.bind("closing", closing)).execute();
        on(BEGIN, workspaceId);
    }

    Optional<Closing> claim(@Nullable String only, long millis) {
        return handle.createQuery(CLAIM)
                .bind("only", only)
                .bind("millis", millis)
                .map((row, context) -> closing(row))
                .findOne();
    }

    void rest(long closing, @Nullable String waitsFor, long millis) {
        handle.createUpdate(REST)
                .bind("waits", waitsFor)
                .bind("millis", millis)
                .bind("closing", closing)
                .execute();
    }

    void stopTopUps(String workspaceId) {
        on(FAIL_UNSENT, workspaceId);
        on(CANCEL_WAITING, workspaceId);
        CheckoutStore.giveUp(handle, workspaceId);
    }

    void forgetProfile(String workspaceId, CloseStep.Detach detached) {
        int forgotten = handle.createUpdate(FORGET_PROFILE)
                .bind("workspace", workspaceId)
                .bind("customer", detached.stripeCustomer())
                .bind("method", detached.paymentMethod())
                .execute();
        if (forgotten == 1) {
            forgetSubscription(workspaceId);
        }
    }

    /** Where it stands on the ladder is kept, for one that is opened again; it moves there no more. */
    private void forgetSubscription(String workspaceId) {
        on("DELETE FROM billing.subscription WHERE workspace_id = :workspace", workspaceId);
        on("UPDATE billing.dunning SET next_at_micros = NULL WHERE workspace_id = :workspace", workspaceId);
    }

    /** One that is not being closed any more is left alone. */
    void close(Closing closing) {
        int closed = handle.createUpdate(CLOSE).bind("closing", closing.id()).execute();
        if (closed == 1) {
            on(ERASE, closing.workspaceId());
            on(ERASE_TOP_UPS, closing.workspaceId());
            forgetSubscription(closing.workspaceId());
        }
    }

    /** False where it is neither closed nor being closed. */
    boolean reopen(String workspaceId, String reason) {
        int reopened = handle.createUpdate(REOPEN)
                .bind("reason", reason)
                .bind("workspace", workspaceId)
                .execute();
        if (reopened > 1) {
            throw new IllegalStateException(Expected.message("closings of " + workspaceId, reopened, "0 or 1"));
        }
        on("UPDATE billing.customer SET closed_at = NULL, closing_at = NULL WHERE id = :workspace", workspaceId);
        return reopened == 1;
    }

    private void on(String sql, String workspaceId) {
        handle.createUpdate(sql).bind("workspace", workspaceId).execute();
    }

    private static Closing closing(ResultSet row) throws SQLException {
        return new Closing(
                row.getLong("id"),
                row.getString("customer_id"),
                new CloseTerms(
                        row.getBoolean("refund"),
                        row.getBoolean("breakage"),
                        row.getBoolean("write_off"),
                        row.getString("reason")),
                Closing.State.valueOf(row.getString("state")),
                row.getString("waits_for"),
                row.getLong("requested"),
                row.getObject("ended", Long.class));
    }
}
