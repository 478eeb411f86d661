package io.millrace.sinks.rollup;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.Usage;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What calls are added up by. A dimension the call has no value for is the empty text. The order is total, and the same
 * in every writer: rows locked in this order cannot deadlock.
 *
 * @param bucketMicros start of the minute, hour or day, in microseconds since the epoch
 */
public record RollupKey(
        long bucketMicros,
        String workspaceId,
        String provider,
        String model,
        String feature,
        String apiKeyId,
        String environment)
        implements Comparable<RollupKey> {
    private static final Comparator<RollupKey> ORDER = Comparator.comparingLong(RollupKey::bucketMicros)
            .thenComparing(RollupKey::workspaceId)
            .thenComparing(RollupKey::apiKeyId)
            .thenComparing(RollupKey::model)
            .thenComparing(RollupKey::provider)
            .thenComparing(RollupKey::feature)
            .thenComparing(RollupKey::environment);

    /** Before every key of the bucket that starts here, and after those of all earlier ones. */
    public static RollupKey first(long bucketMicros) {
        return new RollupKey(bucketMicros, "", "", "", "", "", "");
    }

    public static RollupKey of(Usage usage, RollupLevel level) {
        Attribution attribution = usage.attribution();
        return new RollupKey(
                Micros.floor(usage.occurredAtMicros(), level.lengthMicros()),
                attribution.workspaceId(),
                usage.call().provider(),
                usage.call().modelPriced(),
                orEmpty(attribution.feature()),
                orEmpty(attribution.apiKeyId()),
                orEmpty(attribution.environment()));
    }

    /** The key of the longer bucket that holds this one. */
    public RollupKey at(RollupLevel level) {
        long bucket = Micros.floor(bucketMicros, level.lengthMicros());
        return new RollupKey(bucket, workspaceId, provider, model, feature, apiKeyId, environment);
    }

    @Override
    public int compareTo(RollupKey other) {
        return ORDER.compare(this, other);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
