package io.millrace.billing.postgres;

import java.time.LocalDate;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Closes UTC days: writes down what each account that moved held at their end, so that a balance of the past costs at most
 * one day's transfers of its workspace. Thread-safe; several may run on one database.
 */
public final class BalanceDays {
    /** A day is closed this long after its end by the database's clock, longer than any transaction lives. */
    private static final String MARGIN = "interval '1 hour'";

    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended('millrace.billing.balance_day', 0))";
    /** The first is the day before the first transfer's: numbers are given a little earlier than instants. */
    private static final String NEXT = """
            SELECT day FROM (
                SELECT coalesce((SELECT max(day) + 1 FROM billing.balance_day_closed),
                                (SELECT (booked_at AT TIME ZONE 'UTC')::date - 1 FROM billing.transfer
                                 ORDER BY id LIMIT 1)) AS day) d
            WHERE day IS NOT NULL AND (day + 1)::timestamp AT TIME ZONE 'UTC' + %s <= now()
            """.formatted(MARGIN);

    private static final String CLOSE = """
            INSERT INTO billing.balance_day (account_id, day, balance_nano)
            SELECT m.id, :day, coalesce(p.balance_nano, 0) + m.amount
            FROM (SELECT id, sum(amount)::bigint AS amount
                  FROM (SELECT credit_account AS id, amount_nano AS amount FROM billing.transfer
                        WHERE booked_at >= :day::date::timestamp AT TIME ZONE 'UTC'
                          AND booked_at < (:day::date + 1)::timestamp AT TIME ZONE 'UTC'
                        UNION ALL
                        SELECT debit_account, -amount_nano FROM billing.transfer
                        WHERE booked_at >= :day::date::timestamp AT TIME ZONE 'UTC'
                          AND booked_at < (:day::date + 1)::timestamp AT TIME ZONE 'UTC') t
                  WHERE id >= 1000 GROUP BY id) m
            LEFT JOIN LATERAL (SELECT balance_nano FROM billing.balance_day b
                               WHERE b.account_id = m.id ORDER BY b.day DESC LIMIT 1) p ON true
            """;

    private final Jdbi jdbi;

    public BalanceDays(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /** Closes the next day that is over; returns whether there was one. One transaction. */
    public boolean step() {
        // Asked first without the lock: nearly always there is none.
        if (jdbi.withHandle(BalanceDays::next).isEmpty()) {
            return false;
        }
        return jdbi.inTransaction(handle -> {
            handle.execute(LOCK);
            Optional<LocalDate> day = next(handle);
            day.ifPresent(next -> close(handle, next));
            return day.isPresent();
        });
    }

    private static Optional<LocalDate> next(Handle handle) {
        return handle.createQuery(NEXT).mapTo(LocalDate.class).findOne();
    }

    private static void close(Handle handle, LocalDate day) {
        handle.createUpdate(CLOSE).bind("day", day).execute();
        handle.createUpdate("INSERT INTO billing.balance_day_closed (day) VALUES (:day)")
                .bind("day", day)
                .execute();
    }
}
