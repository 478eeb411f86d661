package io.millrace.sinks.rollup;

import io.millrace.schemas.time.Micros;
import java.util.Comparator;

/**
 * What calls are added up by. A dimension the call has no value for is the empty text, and one whose value is beyond the
 * cap of its hour is {@link RollupDimension#OTHER}. The order is total, and the same
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

    public static RollupKey of(UsageRow row, RollupLevel level) {
        return new RollupKey(
                Micros.floor(row.usage().occurredAtMicros(), level.lengthMicros()),
                row.usage().workspaceId(),
                RollupDimension.PROVIDER.keyOf(row),
                RollupDimension.MODEL.keyOf(row),
                RollupDimension.FEATURE.keyOf(row),
                RollupDimension.API_KEY.keyOf(row),
                RollupDimension.ENVIRONMENT.keyOf(row));
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
}
