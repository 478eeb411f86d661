package io.millrace.billing.statement;

import io.millrace.schemas.error.Expected;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * The month of a statement: [from, until) for what was booked; usage belongs to it by the month of its drawdown.
 *
 * @param zone in which the month begins
 * @param from where the statement before ended, else the first instant of the month in its zone
 */
public record StatementPeriod(YearMonth month, ZoneId zone, Instant from, Instant until) {
    public StatementPeriod {
        if (!from.isBefore(until)) {
            throw Expected.illegal("statement until", until, "> from " + from);
        }
    }

    /** From its first instant in the zone to that of the next. */
    public static StatementPeriod of(YearMonth month, ZoneId zone) {
        return new StatementPeriod(month, zone, startOf(month, zone), startOf(month.plusMonths(1), zone));
    }

    /** The same, beginning where another ended. */
    public StatementPeriod after(Instant ended) {
        return new StatementPeriod(month, zone, ended, until);
    }

    private static Instant startOf(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
