package io.millrace.streams.metering;

import io.millrace.schemas.budget.Policy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold of a policy, as the amount at which it is crossed.
 *
 * @param label what it is known by within its window: {@code 80%} or the absolute amount
 * @param amount crossed when the use is this or more, in the measure's unit
 * @param percent of the limit; null for an absolute threshold
 */
public record Threshold(String label, long amount, @Nullable Integer percent) {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final Comparator<Threshold> ASCENDING =
            Comparator.comparingLong(Threshold::amount).thenComparing(Threshold::label);

    /** The thresholds of a policy under a limit, in ascending order of amount; a percentage is rounded up to a whole unit. */
    static List<Threshold> of(Policy policy, long limit) {
        List<Threshold> all = new ArrayList<>();
        for (int percent : policy.thresholdsPercent()) {
            all.add(new Threshold(percent + "%", percentOf(limit, percent), percent));
        }
        for (long amount : policy.thresholdsAbsolute()) {
            all.add(new Threshold(Long.toString(amount), amount, null));
        }
        return all.stream().distinct().sorted(ASCENDING).toList();
    }

    private static long percentOf(long limit, int percent) {
        BigInteger exact = BigInteger.valueOf(limit)
                .multiply(BigInteger.valueOf(percent))
                .add(HUNDRED.subtract(BigInteger.ONE))
                .divide(HUNDRED);
        return exact.bitLength() > 63 ? Long.MAX_VALUE : exact.longValueExact();
    }
}
