package io.millrace.standalone.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One published case: counts in, dollars out.
 *
 * @param counts by the word of the file, such as prompt or cache_read
 * @param size of the images, such as 1024x1024; null where there are none
 * @param lines how its author sums it up: quantities times dollars per unit
 * @param expectedInput dollars; null where the case does not say
 * @param decimals decimals to which the author compared; null for exact
 */
record CostCase(
        String id,
        String provider,
        String model,
        Map<String, Long> counts,
        @Nullable String size,
        @Nullable String serviceTier,
        boolean batch,
        @Nullable String atTime,
        List<Line> lines,
        @Nullable BigDecimal expectedInput,
        @Nullable BigDecimal expectedOutput,
        @Nullable BigDecimal expectedTotal,
        @Nullable Integer decimals) {
    private static final int NANO_DECIMALS = 9;

    /** A quantity of a component on one side (in, out, other) at dollars per unit. */
    record Line(String component, BigDecimal quantity, BigDecimal dollarsPerUnit, String side) {}

    long count(String word) {
        return counts.getOrDefault(word, 0L);
    }

    boolean counts(String word) {
        return counts.containsKey(word);
    }

    /** Whether ours is the same dollars, both rounded half-even to what the author compared, at most to the nano-dollar. */
    boolean agrees(BigDecimal ours, BigDecimal expected) {
        int scale = decimals == null ? NANO_DECIMALS : decimals;
        return ours.setScale(scale, RoundingMode.HALF_EVEN).compareTo(expected.setScale(scale, RoundingMode.HALF_EVEN))
                == 0;
    }

    @Override
    public String toString() {
        return id + " " + provider + "/" + model;
    }
}
