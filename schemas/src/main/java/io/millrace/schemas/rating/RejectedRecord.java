package io.millrace.schemas.rating;

import io.millrace.schemas.rule.Require;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What could not be metered, as it came, and why. Can be replayed. Immutable: the buffers are read only and never moved.
 *
 * @param reason why
 * @param detail the thing, its value and what was expected; at most {@link #DETAIL_LENGTH_MAX} characters without controls
 * @param eventId the event id, where one could be read; null otherwise
 * @param source where it was read; null when it was refused before it reached Kafka
 * @param ingestedAtMicros when it reached Kafka, or was refused at the door, microseconds since the epoch
 * @param rawKey the key as received; null for none
 * @param rawValue the value as received; null for none
 */
public record RejectedRecord(
        RejectReason reason,
        String detail,
        @Nullable UUID eventId,
        @Nullable SourcePlace source,
        long ingestedAtMicros,
        @Nullable ByteBuffer rawKey,
        @Nullable ByteBuffer rawValue) {
    public static final int DETAIL_LENGTH_MAX = 1024;

    public RejectedRecord {
        Require.note("rejected.detail", detail, DETAIL_LENGTH_MAX);
        Require.instant("rejected.ingested_at_micros", ingestedAtMicros);
        rawKey = rawKey == null ? null : rawKey.asReadOnlyBuffer();
        rawValue = rawValue == null ? null : rawValue.asReadOnlyBuffer();
    }

    /** A buffer of its own over the key. */
    @Override
    public @Nullable ByteBuffer rawKey() {
        return rawKey == null ? null : rawKey.duplicate();
    }

    /** A buffer of its own over the value. */
    @Override
    public @Nullable ByteBuffer rawValue() {
        return rawValue == null ? null : rawValue.duplicate();
    }

    /** A message as a detail: controls become spaces, and what is beyond {@link #DETAIL_LENGTH_MAX} is cut off. */
    public static String detailOf(String message) {
        StringBuilder detail = new StringBuilder(Math.min(message.length(), DETAIL_LENGTH_MAX));
        int index = 0;
        while (index < message.length()) {
            int point = message.codePointAt(index);
            if (detail.length() + Character.charCount(point) > DETAIL_LENGTH_MAX) {
                break;
            }
            boolean lone = Character.getType(point) == Character.SURROGATE;
            detail.appendCodePoint(lone || Character.isISOControl(point) ? ' ' : point);
            index += Character.charCount(point);
        }
        return detail.toString();
    }
}
