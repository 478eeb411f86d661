package io.millrace.streams.metering;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event ids that can still be corrected. Forgets what was put longer ago than its window. Not thread-safe. */
public interface CountedCalls {
    /** Null when the id was not counted, or is forgotten. */
    @Nullable
    CountedEntry get(UUID eventId);

    /** Puts an entry or replaces it; it is kept for a whole window from now on. */
    void put(UUID eventId, CountedEntry entry);
}
