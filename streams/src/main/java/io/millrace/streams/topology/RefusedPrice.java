package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import io.millrace.streams.metering.Rejection;

/**
 * The newest version of a price, where it is not in the book. Immutable.
 *
 * @param received as it came
 * @param rejection why it is refused
 */
record RefusedPrice(String priceId, Received received, SourcePlace place, Rejection rejection) {
    /** When and where a price came: milliseconds since the epoch, and its place in the topic. */
    record Arrival(long timestampMillis, SourcePlace place) {}
}
