package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import io.millrace.streams.metering.Rejection;

/**
 * A price that is left out of the book. Immutable.
 *
 * @param received as it came
 * @param rejection why it is left out
 */
record RefusedPrice(String priceId, Received received, SourcePlace place, Rejection rejection) {
    /** When and where a price came: milliseconds since the epoch, and its place in the topic. */
    record Arrival(long timestampMillis, SourcePlace place) {}
}
