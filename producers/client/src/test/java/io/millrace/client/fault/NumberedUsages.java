package io.millrace.client.fault;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Usage;
import java.util.UUID;

/** Usage records that carry a number in their event id, so that what was sent is known from what was read. */
final class NumberedUsages {
    private static final long OCCURRED_AT_MICROS = 1_760_000_000_000_000L;
    private static final int WORKSPACES = 16;
    private static final long NUMBER_MASK = (1L << 52) - 1;

    private NumberedUsages() {}

    /** @param number 0 to 2^52 - 1 */
    static Usage of(long number) {
        return Samples.usage("ws-" + number % WORKSPACES, OCCURRED_AT_MICROS, number, 10, 20);
    }

    static long numberOf(UUID eventId) {
        return eventId.getLeastSignificantBits() & NUMBER_MASK;
    }
}
