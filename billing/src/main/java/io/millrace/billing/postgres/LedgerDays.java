package io.millrace.billing.postgres;

import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.schemas.time.Micros;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Partitions of the ledger, made before they are needed: each in a transaction of its own, since it locks its table. What
 * the database will not make a partition for lands in the default one. Thread-safe.
 */
final class LedgerDays {
    private static final int AHEAD = 2;

    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** Those of a batch's drawdowns, and of transfers booked today and on the next two days. */
    void make(Jdbi jdbi, DrawdownBatch batch) {
        Set<Long> days = new TreeSet<>();
        for (Entry entry : batch.entries()) {
            if (entry instanceof Received received) {
                days.add(dayOf(received.drawdown().firstOccurredAtMicros()));
            }
        }
        for (long day : days) {
            make(jdbi, "drawdown_seen", LocalDate.ofEpochDay(day));
        }
    }

    /** @param bookedAtMicros of a batch just posted, or about to be */
    void booking(Jdbi jdbi, long bookedAtMicros) {
        LocalDate day = LocalDate.ofEpochDay(dayOf(bookedAtMicros));
        for (int ahead = 0; ahead <= AHEAD; ahead++) {
            make(jdbi, "transfer", day.plusDays(ahead));
        }
    }

    /** Days since 1970 in UTC. */
    static long dayOf(long micros) {
        return Math.floorDiv(micros, Micros.PER_DAY);
    }

    private void make(Jdbi jdbi, String table, LocalDate day) {
        if (asked.contains(table + day)) {
            return;
        }
        jdbi.useHandle(handle -> handle.createQuery("SELECT billing.make_day(:table, :day)")
                .bind("table", table)
                .bind("day", day)
                .mapTo(Boolean.class)
                .one());
        asked.add(table + day);
    }
}
