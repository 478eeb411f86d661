package io.millrace.billing.postgres;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Does what time brings: opens recurring grants, funds those that begin, ends those that expired longer ago than the lateness
 * window. One transaction for each workspace, and in it all or nothing. Thread-safe; several may run on one database.
 */
public final class GrantKeeper {
    /** How long after its expiry a grant waits for drawdowns of usage from before it. */
    public static final Duration LATENESS_DEFAULT = Duration.ofMinutes(15);

    public static final Duration LATENESS_MAX = Duration.ofDays(35);

    private static final int WORKSPACES_MAX = 100;
    /** Openings are written down this much ahead, so that usage a gateway's clock puts there finds them. */
    private static final long LEAD_MICROS = Micros.PER_HOUR;

    private static final String DUE = """
            SELECT customer_id FROM billing.credit_grant WHERE status = 'PENDING' AND effective_at_micros <= :now
            UNION
            SELECT customer_id FROM billing.credit_grant WHERE has_left AND expires_at_micros <= :before
            UNION
            SELECT customer_id FROM billing.credit_grant WHERE has_left AND status = 'VOIDED'
            UNION
            SELECT customer_id FROM billing.grant_schedule WHERE next_at_micros <= :until
            ORDER BY customer_id LIMIT :max
            """;

    private final Jdbi jdbi;
    private final Clock clock;
    private final long latenessMicros;

    public GrantKeeper(DataSource dataSource, Clock clock, Duration lateness) {
        if (lateness.isNegative() || lateness.compareTo(LATENESS_MAX) > 0) {
            throw Expected.illegal("grant lateness", lateness, "0 to " + LATENESS_MAX);
        }
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
        latenessMicros = lateness.toNanos() / 1_000;
    }

    /**
     * Looks after the workspaces with something due now, 100 at most. A workspace that fails does not keep the others.
     *
     * @return whether there may be more to do at once
     * @throws RuntimeException what the first that failed threw, after the rest is done
     */
    public boolean step() {
        long now = clock.nowMicros();
        List<String> due = jdbi.withHandle(handle -> handle.createQuery(DUE)
                .bind("now", now)
                .bind("before", now - latenessMicros)
                .bind("until", now + LEAD_MICROS)
                .bind("max", WORKSPACES_MAX)
                .mapTo(String.class)
                .list());
        RuntimeException failed = null;
        for (String workspaceId : due) {
            failed = first(failed, keep(workspaceId, now));
        }
        if (failed != null) {
            throw failed;
        }
        return !due.isEmpty();
    }

    private @Nullable RuntimeException keep(String workspaceId, long now) {
        try {
            jdbi.useTransaction(handle -> keep(handle, workspaceId, now));
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static @Nullable RuntimeException first(
            @Nullable RuntimeException earlier, @Nullable RuntimeException later) {
        return earlier == null ? later : earlier;
    }

    private void keep(Handle handle, String workspaceId, long now) {
        new CustomerSql(handle).lock(List.of(workspaceId));
        long before = now - latenessMicros;
        new ScheduleSql(handle).openDue(workspaceId, now + LEAD_MICROS, before, now);
        new GrantSql(handle).openDue(workspaceId, now);
        new GrantEndSql(handle).endDue(workspaceId, before, now);
        AutoTopUpSql.open(handle, List.of(workspaceId));
    }
}
