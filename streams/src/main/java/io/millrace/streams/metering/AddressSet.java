package io.millrace.streams.metering;

import io.millrace.schemas.budget.Window;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The distinct client-IP pseudonyms of the day of the latest call. Exact up to the number that raises an alert, then
 * nothing is kept until the next day; so at most 65 of up to 39 characters. A call of an earlier day is not counted. On the day
 * that gateways change the key of their pseudonyms, one address counts as two. Not thread-safe.
 */
public final class AddressSet {
    private final Set<String> seen;
    private @Nullable Window day;
    private boolean fired;

    AddressSet() {
        this(null, false, List.of());
    }

    /**
     * @param day the day of the latest call; null before the first
     * @param fired whether too many were seen on it
     * @param seen those seen on it; none once there were too many
     */
    public AddressSet(@Nullable Window day, boolean fired, Collection<String> seen) {
        this.day = day;
        this.fired = fired;
        this.seen = new LinkedHashSet<>(seen);
    }

    /** Counts a call. How many distinct ones there are when they become more than allowed, once a day; else 0. */
    int add(long atMicros, ZoneId zone, String pseudonym, int maxAddresses) {
        Window known = day;
        if (known != null && atMicros < known.startMicros()) {
            return 0;
        }
        if (known == null || known.endsBy(atMicros)) {
            day = WindowRule.dayOf(zone, atMicros);
            fired = false;
            seen.clear();
        }
        if (fired || !seen.add(pseudonym) || seen.size() <= maxAddresses) {
            return 0;
        }
        int count = seen.size();
        fired = true;
        seen.clear();
        return count;
    }

    /** The day of the latest call; null before the first. */
    public @Nullable Window day() {
        return day;
    }

    public boolean fired() {
        return fired;
    }

    public Collection<String> seen() {
        return List.copyOf(seen);
    }
}
