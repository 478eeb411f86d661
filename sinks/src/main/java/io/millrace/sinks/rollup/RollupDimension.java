package io.millrace.sinks.rollup;

import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A dimension that gateways and customers may put anything into, so that the number of its values has a cap. The bits are
 * stored in usage_event.other_dimensions and never change their meaning.
 */
public enum RollupDimension {
    PROVIDER(1, "provider"),
    MODEL(2, "model"),
    FEATURE(4, "feature"),
    API_KEY(8, "api_key_id"),
    ENVIRONMENT(16, "environment");

    /** What the values beyond the cap are summed under. A call whose own value is this text is summed there too. */
    public static final String OTHER = "other";

    private final int bit;
    private final String column;

    RollupDimension(int bit, String column) {
        this.bit = bit;
        this.column = column;
    }

    public int bit() {
        return bit;
    }

    /** Name of its column in the tables. */
    public String column() {
        return column;
    }

    /** The value of a call; the empty text where it has none. */
    public String valueOf(Usage usage) {
        return switch (this) {
            case PROVIDER -> usage.call().provider();
            case MODEL -> usage.call().modelPriced();
            case FEATURE -> orEmpty(usage.attribution().feature());
            case API_KEY -> orEmpty(usage.attribution().apiKeyId());
            case ENVIRONMENT -> orEmpty(usage.attribution().environment());
        };
    }

    /** What a row is summed under: its own value, or {@link #OTHER}. */
    public String keyOf(UsageRow row) {
        return (row.otherDimensions() & bit) == 0 ? valueOf(row.usage()) : OTHER;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
