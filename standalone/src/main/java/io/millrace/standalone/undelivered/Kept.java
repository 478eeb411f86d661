package io.millrace.standalone.undelivered;

import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.time.Micros;
import java.time.Instant;

/**
 * One message of the undelivered topic. Immutable.
 *
 * @param partition it is kept in, from 0
 * @param offset it is kept at, from 0
 * @param delivered whether a later try brought it to its destination
 */
public record Kept(int partition, long offset, Undelivered message, boolean delivered) {
    /** Its name for people: {@code 0/17}. */
    public String id() {
        return partition + "/" + offset;
    }

    /** When it was given up. */
    public Instant time() {
        return Micros.toInstant(message.givenUpAtMicros());
    }

    Kept asDelivered() {
        return new Kept(partition, offset, message, /* delivered= */ true);
    }
}
