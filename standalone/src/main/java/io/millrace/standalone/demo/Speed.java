package io.millrace.standalone.demo;

import io.millrace.schemas.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How fast simulated time passes.
 *
 * @param factorMilli thousandths of simulated seconds per second; 0 does not wait at all
 */
public record Speed(long factorMilli) {
    public static final Speed MAX = new Speed(0);
    private static final String RULE = "max, or how many times faster than life, 0.001 to 1000000";
    private static final long MILLI = 1_000;

    /** Reads max, or a positive decimal such as 60 or 0.5. */
    public static Speed parse(String text) {
        if (text.equals("max")) {
            return MAX;
        }
        try {
            long milli = new BigDecimal(text)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact();
            if (milli >= 1 && milli <= MILLI * 1_000_000) {
                return new Speed(milli);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw MillraceException.user("SPEED", "--speed", text, RULE);
        }
        throw MillraceException.user("SPEED", "--speed", text, RULE);
    }

    public boolean isMax() {
        return factorMilli == 0;
    }

    /** How long the given span of simulated time takes, in nanoseconds. */
    long nanosFor(long simulatedMicros) {
        return isMax() ? 0 : simulatedMicros * MILLI / factorMilli * MILLI;
    }
}
