package io.millrace.standalone.rejected;

import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.time.Micros;
import java.time.Instant;

/**
 * One record of the rejected topic.
 *
 * @param record what was refused, and why
 */
public record Refusal(RejectedId id, RejectedRecord record) {
    /** When the refused record reached Kafka. */
    public Instant time() {
        return Micros.toInstant(record.ingestedAtMicros());
    }
}
