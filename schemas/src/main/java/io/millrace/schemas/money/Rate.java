package io.millrace.schemas.money;

import io.millrace.schemas.error.Expected;
import java.math.BigDecimal;

/** A price per unit in pico-USD (1e-12 USD), 0 or more. */
public record Rate(long picoUsdPerUnit) {
    private static final int SCALE = 12;
    private static final int PER_MILLION = 6;

    public Rate {
        if (picoUsdPerUnit < 0) {
            throw Expected.illegal("rate", picoUsdPerUnit, ">= 0 pico-USD per unit");
        }
    }

    /** Reads dollars per unit such as 6.5e-8; refuses what pico-USD cannot hold exactly. */
    public static Rate parseUsdPerUnit(String text) {
        return parse(text, SCALE, "US dollars per unit, >= 0, a whole number of pico-USD");
    }

    /** Reads dollars per million units such as 2.50; refuses what pico-USD cannot hold exactly. */
    public static Rate parseUsdPerMillion(String text) {
        return parse(text, SCALE - PER_MILLION, "US dollars per million units, >= 0, with at most 6 decimals");
    }

    private static Rate parse(String text, int shift, String rule) {
        try {
            return new Rate(new BigDecimal(text.trim()).movePointRight(shift).longValueExact());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw Expected.illegal("rate", text, rule);
        }
    }
}
