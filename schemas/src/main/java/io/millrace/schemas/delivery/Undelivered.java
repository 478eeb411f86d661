package io.millrace.schemas.delivery;

import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.rule.Require;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that a destination did not take, as it came. Can be delivered again. Immutable: the buffers are read only and
 * never moved.
 *
 * @param destination its name in the settings, 1 to 256 characters
 * @param messageId of the alert or notice, 1 to 256 characters; null where it could not be read
 * @param source where it was read
 * @param attempts calls made to the destination, from 0
 * @param detail what it answered last, as {@link RejectedRecord#detailOf} cuts it
 * @param givenUpAtMicros microseconds since the epoch
 * @param rawKey the key as received; null for none
 * @param rawValue the value as received; null for none
 */
public record Undelivered(
        String destination,
        @Nullable String messageId,
        SourcePlace source,
        int attempts,
        String detail,
        long givenUpAtMicros,
        @Nullable ByteBuffer rawKey,
        @Nullable ByteBuffer rawValue) {
    public Undelivered {
        Require.identifier("undelivered.destination", destination);
        Require.identifierOrNull("undelivered.message_id", messageId);
        Require.atLeast("undelivered.attempts", attempts, 0);
        Require.note("undelivered.detail", detail, RejectedRecord.DETAIL_LENGTH_MAX);
        Require.instant("undelivered.given_up_at_micros", givenUpAtMicros);
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
}
