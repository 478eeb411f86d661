package io.millrace.schemas.money;

import io.millrace.schemas.error.Expected;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount in nano-USD (1e-9 USD), exact; negative amounts are allowed. At most about 9.2 billion USD. */
public record Money(long nanoUsd) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);
    public static final long NANO_PER_CENT = 10_000_000L;
    public static final long NANO_PER_USD = 1_000_000_000L;
    private static final int SCALE = 9;
    private static final long PPM = 1_000_000L;

    public static Money ofCents(long cents) {
        return new Money(Math.multiplyExact(cents, NANO_PER_CENT));
    }

    /** Reads dollars such as 12.34; refuses more than nine decimals rather than round. */
    public static Money parseUsd(String text) {
        try {
            return new Money(new BigDecimal(text.trim()).movePointRight(SCALE).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw Expected.illegal("amount", text, "US dollars with at most 9 decimals, such as 12.34");
        }
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanoUsd, other.nanoUsd));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanoUsd, other.nanoUsd));
    }

    /** This amount times parts per million, rounded half-even to the nano-dollar. */
    public Money timesPpm(long ppm) {
        if (ppm == PPM || nanoUsd == 0) {
            return this;
        }
        return new Money(BigDecimal.valueOf(nanoUsd)
                .multiply(BigDecimal.valueOf(ppm))
                .divide(BigDecimal.valueOf(PPM), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    /** Whole cents, rounded down. */
    public long floorCents() {
        return Math.floorDiv(nanoUsd, NANO_PER_CENT);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanoUsd, other.nanoUsd);
    }

    /** Dollars with all nine decimals, such as $0.054399000. */
    @Override
    public String toString() {
        BigDecimal usd = BigDecimal.valueOf(nanoUsd, SCALE);
        return nanoUsd < 0 ? "-$" + usd.negate().toPlainString() : "$" + usd.toPlainString();
    }
}
