package io.millrace.alerts.message;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.money.Money;
import java.util.Locale;

/** Amounts and names as people read them. Rounded: never for sums that must agree. */
final class Words {
    private static final long NANO_PER_CENT = Money.NANO_PER_CENT;

    private Words() {}

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Money in whole cents, rounded down; counts in full. */
    static String amount(Measure measure, long value) {
        return switch (measure) {
            case CHARGE, COST -> cents(Math.floorDiv(value, NANO_PER_CENT));
            case TOKENS, REQUESTS -> String.format(Locale.ROOT, "%,d %s", value, lower(measure));
        };
    }

    static String cents(long cents) {
        String sign = cents < 0 ? "-" : "";
        long size = Math.abs(cents);
        return String.format(Locale.ROOT, "%s$%,d.%02d", sign, size / 100, size % 100);
    }
}
