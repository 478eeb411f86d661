package io.millrace.streams.metering;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import java.math.BigInteger;

/** Arithmetic on amounts of a measure. A sum beyond a long stays at its end: no limit is that high. */
final class Amounts {
    private Amounts() {}

    /** A call that was refused before any model served it is no request, or a refused client would never recover. */
    static long of(Measure measure, Usage usage, Rating rating) {
        return switch (measure) {
            case CHARGE -> rating.charge().nanoUsd();
            case COST -> rating.cost().nanoUsd();
            case TOKENS -> usage.tokens().total();
            case REQUESTS -> isRequest(usage) ? 1 : 0;
        };
    }

    static long plus(long left, long right) {
        long sum = left + right;
        boolean overflown = ((left ^ sum) & (right ^ sum)) < 0;
        if (!overflown) {
            return sum;
        }
        return left > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** {@code value · numerator / denominator}, all 0 or more, rounded down. */
    static long scale(long value, long numerator, long denominator) {
        if (Math.multiplyHigh(value, numerator) == 0 && value * numerator >= 0) {
            return value * numerator / denominator;
        }
        BigInteger exact = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(numerator))
                .divide(BigInteger.valueOf(denominator));
        return exact.bitLength() > 63 ? Long.MAX_VALUE : exact.longValueExact();
    }

    private static boolean isRequest(Usage usage) {
        return usage.result().outcome() != Outcome.REFUSED || usage.call().modelServed() != null;
    }
}
