package io.millrace.streams.state;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A call that waits for a price. Immutable.
 *
 * @param originalId event id of the first record of the call
 * @param ingestedAtMillis when its record reached Kafka, milliseconds since the epoch
 * @param occurredAtMicros when it happened, microseconds since the epoch
 * @param value its newest record as it came; the bytes are not copied
 */
public record UnpricedCall(
        String workspaceId, UUID originalId, long ingestedAtMillis, long occurredAtMicros, ByteBuffer value) {}
