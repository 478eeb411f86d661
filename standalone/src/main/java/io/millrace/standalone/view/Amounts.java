package io.millrace.standalone.view;

import io.millrace.schemas.money.Money;
import java.util.Locale;

/** Figures as people read them. Rounded: never for sums that must agree. */
public final class Amounts {
    private static final long NANO_PER_CENT = 10_000_000;

    private Amounts() {}

    /** Whole cents, rounded down. */
    public static String dollars(Money money) {
        long cents = Math.floorDiv(money.nanoUsd(), NANO_PER_CENT);
        return String.format(Locale.ROOT, "$%,d.%02d", Math.floorDiv(cents, 100), Math.floorMod(cents, 100));
    }

    /** Milliseconds below a second, seconds with one decimal from there. */
    public static String millis(long micros) {
        long millis = micros / 1_000;
        return millis < 1_000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%d.%d s", millis / 1_000, millis % 1_000 / 100);
    }
}
