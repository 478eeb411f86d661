package io.millrace.billing.postgres;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The usage that plans include, as grants that recur. In a period a workspace is granted the most that one of its plans of
 * that period includes, and never twice: a change of plan grants the difference, a change back nothing.
 */
public final class IncludedUsage {
    /** Begins the names of its schedules. */
    public static final String PREFIX = "plan.";

    private static final String RUNNING = """
            SELECT name FROM billing.grant_schedule
            WHERE customer_id = :id AND starts_with(name, :prefix) AND cancelled_at_micros IS NULL
            """;
    private static final String GRANTED = """
            SELECT coalesce(sum(granted_nano), 0)::bigint FROM billing.credit_grant
            WHERE customer_id = :id AND source_type = 'recurring' AND starts_with(source_id, :id || '|' || :prefix)
              AND status <> 'CANCELLED' AND effective_at_micros <= :now AND expires_at_micros > :now
            """;

    private static final String EARLY = """
            SELECT EXISTS (SELECT FROM billing.credit_grant
            WHERE customer_id = :id AND source_type = 'recurring' AND starts_with(source_id, :id || '|' || :prefix)
              AND status <> 'CANCELLED' AND effective_at_micros > :now)
            """;

    private IncludedUsage() {}

    /** Opens the account where there is none, and locks it. */
    public static void lock(Handle handle, String workspaceId) {
        CustomerSql customers = new CustomerSql(handle);
        customers.openMissing(List.of(workspaceId));
        customers.lock(List.of(workspaceId));
    }

    /**
     * Ends what was included until now and begins what is included from now on, of an account that is locked. What was granted
     * for the running period stays.
     *
     * @param next periods that began before now, its name new; null includes nothing
     */
    public static void change(Handle handle, String workspaceId, @Nullable GrantSchedule next, long nowMicros) {
        ScheduleSql schedules = new ScheduleSql(handle);
        // What is due of the plan until now counts as granted.
        long endedMicros = nowMicros - GrantKeeper.LATENESS_DEFAULT.toNanos() / 1_000;
        schedules.openDue(workspaceId, nowMicros, endedMicros, nowMicros);
        new GrantSql(handle).openDue(workspaceId, nowMicros);
        handle.createQuery(RUNNING)
                .bind("id", workspaceId)
                .bind("prefix", PREFIX)
                .mapTo(String.class)
                .list()
                .forEach(name -> ScheduleStore.cancel(handle, workspaceId, name, nowMicros));
        if (next != null) {
            int running = running(next.recurrence(), nowMicros);
            grantRest(handle, next, running, nowMicros);
            ScheduleStore.insert(handle, next, running + (begunEarly(handle, workspaceId, nowMicros) ? 2 : 1));
            schedules.openDue(workspaceId, nowMicros + Micros.PER_HOUR, endedMicros, nowMicros);
        }
    }

    /** Usage that a gateway's clock put into the period to come has opened that one already. */
    private static boolean begunEarly(Handle handle, String workspaceId, long nowMicros) {
        return handle.createQuery(EARLY)
                .bind("id", workspaceId)
                .bind("prefix", PREFIX)
                .bind("now", nowMicros)
                .mapTo(Boolean.class)
                .one();
    }

    /** Number of the period that the instant is in. */
    private static int running(Recurrence recurrence, long nowMicros) {
        int index = 0;
        while (recurrence.startMicros(index + 1) <= nowMicros) {
            index++;
        }
        return index;
    }

    private static void grantRest(Handle handle, GrantSchedule next, int running, long nowMicros) {
        long granted = handle.createQuery(GRANTED)
                .bind("id", next.workspaceId())
                .bind("prefix", PREFIX)
                .bind("now", nowMicros)
                .mapTo(Long.class)
                .one();
        long rest = next.amount().nanoUsd() - granted;
        if (rest <= 0) {
            return;
        }
        NewGrant whole = next.opening(running);
        NewGrant grant = new NewGrant(
                whole.workspaceId(),
                new Money(rest),
                whole.kind(),
                whole.priority(),
                whole.effectiveAtMicros(),
                whole.expiresAtMicros(),
                whole.key(),
                whole.applicability(),
                whole.rollover());
        CustomerAccounts customer =
                new CustomerSql(handle).lock(List.of(next.workspaceId())).get(0);
        GrantSql.Source source = new GrantSql.Source(
                "recurring", next.workspaceId() + "|" + grant.key(), null, SystemAccount.EXTERNAL_CLEARING);
        new GrantSql(handle).book(customer, grant, source, nowMicros);
    }
}
