package io.millrace.billing.postgres.account;

import io.millrace.billing.account.CloseRule;
import io.millrace.billing.account.CloseStep;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.account.Closings;
import io.millrace.billing.account.Standing;
import io.millrace.billing.postgres.AccountSql;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.GrantStore;
import io.millrace.billing.postgres.RefundStore;
import io.millrace.billing.postgres.ScheduleStore;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Closings in PostgreSQL. Thread-safe. Leases run by the database's clock. Locks: the customer first. */
public final class CloseStore implements Closings {
    private final Jdbi jdbi;
    private final GrantStore grants;
    private final ScheduleStore schedules;
    private final RefundStore refunds;
    private final StatusChanges changes;

    /** @param changes is told of accounts that begin to close and are opened again, inside the transaction */
    public CloseStore(DataSource dataSource, Clock clock, StatusChanges changes) {
        jdbi = BillingDatabase.jdbi(dataSource);
        grants = new GrantStore(dataSource, clock);
        schedules = new ScheduleStore(dataSource, clock);
        refunds = new RefundStore(dataSource, clock);
        this.changes = changes;
    }

    /**
     * Begins to close an account: from then on it is charged and granted nothing new. Asked again while that is under way, the
     * terms are those of the last call; once it is closed, nothing changes.
     *
     * @throws MillraceException code UNKNOWN_WORKSPACE; CLOSE_REFUSED, where the terms do not say what is to become of its money
     */
    public Closing request(String workspaceId, CloseTerms terms) {
        return jdbi.inTransaction(handle -> {
            AccountSql.lock(handle, workspaceId);
            CloseSql closes = new CloseSql(handle);
            Optional<Closing> known = closes.newest(workspaceId);
            if (known.isPresent() && known.get().state() == Closing.State.CLOSED) {
                return known.get();
            }
            long id = known.filter(closing -> closing.state() == Closing.State.CLOSING)
                    .map(Closing::id)
                    .orElse(0L);
            if (id == 0) {
                changes.changed(handle, workspaceId, /* closing= */ true);
            }
            Standing standing = new StandingSql(handle).of(workspaceId, id).orElseThrow(() -> unknown(workspaceId));
            String refusal = CloseRule.refusal(terms, standing);
            if (refusal != null) {
                throw new MillraceException(ErrorKind.USER, "CLOSE_REFUSED", refusal);
            }
            closes.put(workspaceId, id, terms);
            return closes.newest(workspaceId).orElseThrow();
        });
    }

    private static MillraceException unknown(String workspaceId) {
        return MillraceException.user("UNKNOWN_WORKSPACE", "workspace", workspaceId, "one that has an account");
    }

    /** The newest closing of a workspace; empty where there was none. */
    public Optional<Closing> find(String workspaceId) {
        return jdbi.withHandle(handle -> new CloseSql(handle).newest(workspaceId));
    }

    /** What closings that were asked for 5 minutes ago or earlier wait for, the longest first, as messages. */
    public List<String> waiting() {
        return jdbi.withHandle(handle -> new CloseSql(handle).waiting());
    }

    /**
     * Opens an account again that is closed or being closed; what was ended stays ended.
     *
     * @param reason for the books, 1 to 256 characters
     * @throws MillraceException code NOT_CLOSED
     */
    public void reopen(String workspaceId, String reason) {
        CloseTerms checked = new CloseTerms(false, false, false, reason);
        jdbi.useTransaction(handle -> {
            AccountSql.lock(handle, workspaceId);
            if (!new CloseSql(handle).reopen(workspaceId, checked.reason())) {
                throw MillraceException.user("NOT_CLOSED", "workspace", workspaceId, "one that is closed");
            }
            changes.changed(handle, workspaceId, /* closing= */ false);
        });
    }

    @Override
    public Optional<Closing> claim(Duration lease) {
        return jdbi.inTransaction(handle -> new CloseSql(handle).claim(null, lease.toMillis()));
    }

    @Override
    public Optional<Closing> claim(String workspaceId, Duration lease) {
        return jdbi.inTransaction(handle -> new CloseSql(handle).claim(workspaceId, lease.toMillis()));
    }

    @Override
    public Optional<Standing> standing(Closing closing) {
        return jdbi.inTransaction(handle -> new CloseSql(handle)
                .newest(closing.workspaceId())
                .filter(newest -> isSame(newest, closing))
                .map(newest -> standing(handle, closing)));
    }

    /** Under way, and under the terms that its steps were decided by. */
    private static boolean isSame(Closing newest, Closing closing) {
        return newest.id() == closing.id()
                && newest.state() == Closing.State.CLOSING
                && newest.terms().equals(closing.terms());
    }

    /** Takes a step under the lock of the account; not where it was opened again, or its terms changed, since it was decided. */
    private void take(Closing closing, Consumer<Handle> step) {
        jdbi.useTransaction(handle -> {
            AccountSql.lock(handle, closing.workspaceId());
            if (new CloseSql(handle)
                    .newest(closing.workspaceId())
                    .filter(newest -> isSame(newest, closing))
                    .isPresent()) {
                step.accept(handle);
            }
        });
    }

    private static Standing standing(Handle handle, Closing closing) {
        return new StandingSql(handle)
                .of(closing.workspaceId(), closing.id())
                .orElseThrow(() -> unknown(closing.workspaceId()));
    }

    @Override
    public void stopTopUps(Closing closing) {
        take(closing, handle -> new CloseSql(handle).stopTopUps(closing.workspaceId()));
    }

    @Override
    public void stopSchedule(Closing closing, String name) {
        take(closing, handle -> schedules.cancel(handle, closing.workspaceId(), name));
    }

    @Override
    public void refund(Closing closing, CloseStep.Refund refund) {
        RefundRequest request = new RefundRequest(
                closing.workspaceId(),
                refund.topUpId(),
                refund.cents(),
                refund.key(),
                "account closed",
                RefundPolicy.REMAINING_ONLY);
        take(closing, handle -> refunds.request(handle, request));
    }

    @Override
    public void voidGrant(Closing closing, String grantId) {
        take(closing, handle -> grants.voidGrant(handle, closing.workspaceId(), grantId, "account closed"));
    }

    @Override
    public void forgetProfile(Closing closing, CloseStep.Detach detached) {
        jdbi.useTransaction(handle -> new CloseSql(handle).forgetProfile(closing.workspaceId(), detached));
    }

    @Override
    public void erase(Closing closing) {
        take(closing, handle -> {
            boolean clear = CloseRule.next(closing, standing(handle, closing)) instanceof CloseStep.Erase;
            if (clear) {
                new CloseSql(handle).close(closing);
            }
        });
    }

    @Override
    public void rest(Closing closing, @Nullable String waitsFor, Duration pause) {
        jdbi.useTransaction(handle -> new CloseSql(handle).rest(closing.id(), waitsFor, pause.toMillis()));
    }
}
