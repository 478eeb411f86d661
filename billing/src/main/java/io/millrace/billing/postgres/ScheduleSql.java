package io.millrace.billing.postgres;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.SystemAccount;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Opens what a workspace's schedules have due. Inside a transaction that has locked the customer. */
final class ScheduleSql {
    /** Openings in one transaction at most; a schedule further behind goes on in the next. */
    private static final int OPENINGS_MAX = 200;

    private static final String DUE = """
            SELECT * FROM billing.grant_schedule WHERE customer_id = :customer AND next_at_micros <= :until ORDER BY name
            """;
    private static final String ADVANCE = """
            UPDATE billing.grant_schedule SET next_index = :index, next_at_micros = :at
            WHERE customer_id = :customer AND name = :name
            """;

    private record Due(GrantSchedule schedule, int nextIndex) {}

    private final Handle handle;

    ScheduleSql(Handle handle) {
        this.handle = handle;
    }

    /**
     * Each opening once, by its number. One whose grant would end before it began to be booked is left out.
     *
     * @param untilMicros openings that start at this instant or before are due
     * @param endedMicros grants that expire at this instant or before would end at once
     */
    void openDue(String customerId, long untilMicros, long endedMicros, long nowMicros) {
        List<Due> due = handle.createQuery(DUE)
                .bind("customer", customerId)
                .bind("until", untilMicros)
                .map((row, context) -> new Due(ScheduleStore.schedule(row), row.getInt("next_index")))
                .list();
        due.forEach(one -> openDue(one, untilMicros, endedMicros, nowMicros));
    }

    private void openDue(Due due, long untilMicros, long endedMicros, long nowMicros) {
        GrantSchedule schedule = due.schedule();
        int index = due.nextIndex();
        int last = index + OPENINGS_MAX;
        while (index < last && schedule.recurrence().opens(index)) {
            if (schedule.recurrence().startMicros(index) > untilMicros) {
                break;
            }
            NewGrant opening = schedule.opening(index);
            if (opening.expiresAtMicros() > endedMicros) {
                book(opening, nowMicros);
            }
            index++;
        }
        handle.createUpdate(ADVANCE)
                .bind("index", index)
                .bind(
                        "at",
                        schedule.recurrence().opens(index)
                                ? schedule.recurrence().startMicros(index)
                                : null)
                .bind("customer", schedule.workspaceId())
                .bind("name", schedule.name())
                .execute();
    }

    private void book(NewGrant opening, long nowMicros) {
        CustomerAccounts customer =
                new CustomerSql(handle).lock(List.of(opening.workspaceId())).get(0);
        GrantSql.Source source = new GrantSql.Source(
                "recurring", opening.workspaceId() + "|" + opening.key(), null, SystemAccount.EXTERNAL_CLEARING);
        new GrantSql(handle).book(customer, opening, source, nowMicros);
    }
}
