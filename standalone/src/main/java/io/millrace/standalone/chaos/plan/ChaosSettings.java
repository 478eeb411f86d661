package io.millrace.standalone.chaos.plan;

import io.millrace.schemas.error.MillraceException;
import java.util.Set;

/**
 * How long and how hard.
 *
 * @param minutes of load with faults, 1 to 1440
 * @param seed of the faults and of the load; the same seed, the same plan
 * @param rate calls a second, 1 to 5000
 * @param kinds of faults that may be made
 * @param components that may be broken; empty: every one
 */
public record ChaosSettings(int minutes, long seed, int rate, Set<FaultKind> kinds, Set<String> components) {
    private static final int MINUTES_MAX = 1_440;
    private static final int RATE_MAX = 5_000;
    private static final long MILLIS_PER_MINUTE = 60_000;

    public ChaosSettings {
        if (minutes < 1 || minutes > MINUTES_MAX) {
            throw MillraceException.user("MINUTES", "--minutes", minutes, "1 to " + MINUTES_MAX);
        }
        if (rate < 1 || rate > RATE_MAX) {
            throw MillraceException.user("RATE", "--rate", rate, "1 to " + RATE_MAX);
        }
        kinds = Set.copyOf(kinds);
        components = Set.copyOf(components);
    }

    /** Of every component. */
    public ChaosSettings(int minutes, long seed, int rate, Set<FaultKind> kinds) {
        this(minutes, seed, rate, kinds, Set.of());
    }

    /** Whether a component may be broken. */
    public boolean breaks(String component) {
        return components.isEmpty() || components.contains(component);
    }

    /** How long the load lasts, milliseconds. */
    public long lastsMillis() {
        return minutes * MILLIS_PER_MINUTE;
    }

    /** Distinct calls of the load. */
    public long calls() {
        return lastsMillis() / 1_000 * rate;
    }
}
