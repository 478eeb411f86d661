package io.millrace.sinks.rollup;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The values of each dimension that are shown by themselves in one hour of one workspace: the first ones that came, up to a
 * maximum. What is shown stays shown, and what is not never will be, so a value is not split. Not thread-safe.
 */
public final class HourValues {
    private final int max;
    private final Map<RollupDimension, Set<String>> shown = new EnumMap<>(RollupDimension.class);

    /** @param max values of a dimension, at most; the empty text is none */
    public HourValues(int max) {
        this.max = max;
        for (RollupDimension dimension : RollupDimension.values()) {
            shown.put(dimension, new HashSet<>());
        }
    }

    /** Takes up a value that is known to be shown. */
    public void restore(RollupDimension dimension, String value) {
        of(dimension).add(value);
    }

    /** True when it is settled for each value of the row whether it is shown. */
    public boolean settled(UsageRow row) {
        for (RollupDimension dimension : RollupDimension.values()) {
            String value = dimension.valueOf(row.usage());
            if (!shows(dimension, value) && of(dimension).size() < max) {
                return false;
            }
        }
        return true;
    }

    /** Shows the value from now on where there is room; true when that is news. */
    public boolean admit(RollupDimension dimension, String value) {
        return !shows(dimension, value)
                && of(dimension).size() < max
                && of(dimension).add(value);
    }

    /** The bits of the dimensions in which the row is summed under other. */
    public int otherDimensions(UsageRow row) {
        int bits = 0;
        for (RollupDimension dimension : RollupDimension.values()) {
            if (!shows(dimension, dimension.valueOf(row.usage()))) {
                bits |= dimension.bit();
            }
        }
        return bits;
    }

    private boolean shows(RollupDimension dimension, String value) {
        return value.isEmpty() || of(dimension).contains(value);
    }

    private Set<String> of(RollupDimension dimension) {
        return shown.getOrDefault(dimension, Set.of());
    }
}
