package io.millrace.streams.metering;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import java.math.BigInteger;

/** Arithmetic on amounts of a measure. A sum beyond a long stays at its end: no limit is that high. */
final class Amounts {
    private Amounts() {}

    /**
     * A call that was refused before any model served it is no request and has no tokens, whatever its gateway estimated: or
     * a refused client would never recover. What it costs, if anything, is the rating's to say.
     */
    static long of(Measure measure, Usage usage, Rating rating) {
        return switch (measure) {
            case CHARGE -> rating.charge().nanoUsd();
            case COST -> rating.cost().nanoUsd();
            case TOKENS -> isRequest(usage) ? usage.tokens().total() : 0;
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

    /** As {@link #scale}, rounded up. */
    static long scaleUp(long value, long numerator, long denominator) {
        BigInteger[] exact = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(numerator))
                .divideAndRemainder(BigInteger.valueOf(denominator));
        BigInteger up = exact[1].signum() == 0 ? exact[0] : exact[0].add(BigInteger.ONE);
        return up.bitLength() > 63 ? Long.MAX_VALUE : up.longValueExact();
    }

    static boolean isRequest(Usage usage) {
        return usage.result().outcome() != Outcome.REFUSED || usage.call().modelServed() != null;
    }
}
