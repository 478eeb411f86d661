package io.millrace.schemas.money;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.math.BigInteger;

/**
 * Sums units times rate exactly in pico-USD (128 bits) and rounds once, half-even, to nano-USD. Not thread-safe.
 * Units and rates are 0 or more, so the sum is too.
 */
public final class CostSum {
    private static final long PICO_PER_NANO = 1_000L;
    private static final BigInteger PICO_PER_NANO_BIG = BigInteger.valueOf(PICO_PER_NANO);
    private long high;
    private long low;

    public CostSum add(long units, Rate rate) {
        if (units < 0) {
            throw new IllegalArgumentException("units: " + units + " (expected: >= 0)");
        }
        long productLow = units * rate.picoUsdPerUnit();
        high = Math.addExact(high, Math.multiplyHigh(units, rate.picoUsdPerUnit()));
        low += productLow;
        if (Long.compareUnsigned(low, productLow) < 0) {
            high = Math.addExact(high, 1);
        }
        return this;
    }

    /** The rounded sum; a sum beyond the range of {@link Money} is refused. */
    public Money toMoney() {
        if (high == 0 && low >= 0) {
            return new Money(roundHalfEven(low));
        }
        return roundBig();
    }

    private static long roundHalfEven(long pico) {
        long nano = pico / PICO_PER_NANO;
        long twice = 2 * (pico % PICO_PER_NANO);
        boolean up = twice > PICO_PER_NANO || (twice == PICO_PER_NANO && (nano & 1) == 1);
        return up ? nano + 1 : nano;
    }

    private Money roundBig() {
        BigInteger pico = BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
        BigInteger[] parts = pico.divideAndRemainder(PICO_PER_NANO_BIG);
        int half = parts[1].shiftLeft(1).compareTo(PICO_PER_NANO_BIG);
        BigInteger nano = half > 0 || (half == 0 && parts[0].testBit(0)) ? parts[0].add(BigInteger.ONE) : parts[0];
        if (nano.bitLength() > 63) {
            throw new MillraceException(
                    ErrorKind.USER,
                    "COST_OVERFLOW",
                    "cost: " + nano + " nano-USD (expected: <= " + Long.MAX_VALUE + ")");
        }
        return new Money(nano.longValueExact());
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? value.setBit(63) : value;
    }
}
