package io.millrace.billing.postgres.statement;

import java.time.YearMonth;

/** Months as the tables hold them: year * 100 + month. */
public final class Months {
    private static final int YEAR = 100;

    private Months() {}

    public static long numberOf(YearMonth month) {
        return (long) month.getYear() * YEAR + month.getMonthValue();
    }

    public static YearMonth of(long number) {
        return YearMonth.of(Math.toIntExact(number / YEAR), Math.toIntExact(number % YEAR));
    }
}
