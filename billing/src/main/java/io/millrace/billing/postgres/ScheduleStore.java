package io.millrace.billing.postgres;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Schedules of recurring grants. Thread-safe; a method, a transaction. {@link GrantKeeper} opens what is due. */
public final class ScheduleStore {
    private static final String INSERT = """
            INSERT INTO billing.grant_schedule (customer_id, name, kind, amount_nano, priority, models, providers, features,
                rollover_share_ppm, rollover_most_nano, rollover_life_micros, rollover_times,
                every, zone, first_micros, openings, until_micros, life_periods, next_at_micros, next_index)
            VALUES (:customer, :name, :kind, :amount, :priority, :models, :providers, :features,
                :share, :most, :life, :times, :every, :zone, :first, :openings, :until, :periods, :next, :index)
            """;
    private static final String OF_WORKSPACE =
            "SELECT * FROM billing.grant_schedule WHERE customer_id = :customer AND %s ORDER BY name";
    private static final String CANCEL = """
            UPDATE billing.grant_schedule SET next_at_micros = NULL, cancelled_at_micros = :now
            WHERE customer_id = :customer AND name = :name AND cancelled_at_micros IS NULL
            """;
    private static final String WAITING = "SELECT " + GrantRow.COLUMNS + """
            FROM billing.credit_grant WHERE customer_id = :customer AND status = 'PENDING' AND source_type = 'recurring'
              AND starts_with(source_id, :prefix)
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public ScheduleStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /**
     * Writes a schedule down once; opens the account where there is none.
     *
     * @return whether this call did it
     * @throws MillraceException code SCHEDULE_CONFLICT, when the name stands for other terms or is cancelled
     */
    public boolean put(GrantSchedule schedule) {
        return jdbi.inTransaction(handle -> {
            CustomerSql customers = new CustomerSql(handle);
            customers.openMissing(List.of(schedule.workspaceId()));
            customers.lock(List.of(schedule.workspaceId()));
            Optional<GrantSchedule> known = handle.createQuery(OF_WORKSPACE.formatted("name = :name"))
                    .bind("customer", schedule.workspaceId())
                    .bind("name", schedule.name())
                    .map((row, context) -> schedule(row))
                    .findOne();
            if (known.isPresent()) {
                requireSame(schedule, known.get());
                return false;
            }
            AccountSql.requireOpen(handle, schedule.workspaceId());
            insert(handle, schedule, 0);
            return true;
        });
    }

    private static void requireSame(GrantSchedule schedule, GrantSchedule known) {
        if (!schedule.equals(known)) {
            throw MillraceException.user(
                    "SCHEDULE_CONFLICT", "schedule " + schedule.name(), schedule, "as it is: " + known);
        }
    }

    /** @param index number of the first opening that is still to come */
    static void insert(Handle handle, GrantSchedule schedule, int index) {
        Recurrence recurrence = schedule.recurrence();
        var insert = handle.createUpdate(INSERT)
                .bind("customer", schedule.workspaceId())
                .bind("name", schedule.name())
                .bind("kind", schedule.kind().name())
                .bind("amount", schedule.amount().nanoUsd())
                .bind("priority", schedule.priority())
                .bind("every", recurrence.every().name())
                .bind("zone", recurrence.zone().getId())
                .bind("first", recurrence.firstMicros())
                .bind("next", recurrence.startMicros(index))
                .bind("index", index)
                .bind("openings", recurrence.count())
                .bind("until", recurrence.untilMicros())
                .bind("periods", schedule.lifePeriods());
        GrantColumns.bind(GrantColumns.bind(insert, schedule.applicability()), schedule.rollover())
                .execute();
    }

    /**
     * No further opening; one that waits for its time is cancelled, those that have begun live on.
     *
     * @return whether this call did it: false where there is none, or it was cancelled before
     */
    public boolean cancel(String workspaceId, String name) {
        return jdbi.inTransaction(handle -> {
            new CustomerSql(handle).lock(List.of(workspaceId));
            return cancel(handle, workspaceId, name, clock.nowMicros());
        });
    }

    /** The same inside a transaction that has locked the customer. */
    public boolean cancel(Handle handle, String workspaceId, String name) {
        return cancel(handle, workspaceId, name, clock.nowMicros());
    }

    static boolean cancel(Handle handle, String workspaceId, String name, long nowMicros) {
        int cancelled = handle.createUpdate(CANCEL)
                .bind("customer", workspaceId)
                .bind("name", name)
                .bind("now", nowMicros)
                .execute();
        if (cancelled == 0) {
            return false;
        }
        List<GrantRow> waiting = handle.createQuery(WAITING)
                .bind("customer", workspaceId)
                .bind("prefix", workspaceId + "|" + name + "|")
                .map((row, context) -> GrantRow.of(row))
                .list();
        GrantEndSql ends = new GrantEndSql(handle);
        waiting.forEach(row -> ends.voidGrant(row, "schedule " + name + " cancelled", nowMicros));
        return true;
    }

    /** The schedules of a workspace that are not cancelled, by name. */
    public List<GrantSchedule> schedules(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(OF_WORKSPACE.formatted("cancelled_at_micros IS NULL"))
                .bind("customer", workspaceId)
                .map((row, context) -> schedule(row))
                .list());
    }

    static GrantSchedule schedule(ResultSet row) throws SQLException {
        Recurrence recurrence = new Recurrence(
                Recurrence.Every.valueOf(row.getString("every")),
                ZoneId.of(row.getString("zone")),
                row.getLong("first_micros"),
                row.getObject("openings", Integer.class),
                longOrNull(row, "until_micros"));
        return new GrantSchedule(
                row.getString("customer_id"),
                row.getString("name"),
                GrantKind.valueOf(row.getString("kind")),
                new Money(row.getLong("amount_nano")),
                row.getInt("priority"),
                recurrence,
                row.getInt("life_periods"),
                GrantColumns.applicability(row),
                GrantColumns.rollover(row));
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
