package io.millrace.schemas.money;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.math.BigInteger;

/**
 * Sums units times rate exactly in pico-USD (128 bits) and rounds once, half-even, to nano-USD. Not thread-safe.
 * Units and rates are 0 or more, so the sum is too.
 */
public final class CostSum {
    private static final long PICO_PER_NANO = 1_000L;
    private static final long PPM = 1_000_000L;
    private static final BigInteger PPM_BIG = BigInteger.valueOf(PPM);
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

    /**
     * The sum times parts per million, exact until it is rounded once, half-even, to nano-USD.
     *
     * @param multiplierPpm from 0; 1000000 leaves the sum as it is
     */
    public Money toMoney(long multiplierPpm) {
        if (multiplierPpm == PPM) {
            return toMoney();
        }
        if (multiplierPpm < 0) {
            throw Expected.illegal("cost multiplier", multiplierPpm, ">= 0 parts per million");
        }
        return round(pico().multiply(BigInteger.valueOf(multiplierPpm)), PICO_PER_NANO_BIG.multiply(PPM_BIG));
    }

    private static long roundHalfEven(long pico) {
        long nano = pico / PICO_PER_NANO;
        long twice = 2 * (pico % PICO_PER_NANO);
        boolean up = twice > PICO_PER_NANO || (twice == PICO_PER_NANO && (nano & 1) == 1);
        return up ? nano + 1 : nano;
    }

    private Money roundBig() {
        return round(pico(), PICO_PER_NANO_BIG);
    }

    private BigInteger pico() {
        return BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
    }

    private static Money round(BigInteger amount, BigInteger perNano) {
        BigInteger[] parts = amount.divideAndRemainder(perNano);
        int half = parts[1].shiftLeft(1).compareTo(perNano);
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
