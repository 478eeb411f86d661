package io.millrace.standalone.chaos.plan;

import io.millrace.schemas.error.MillraceException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A way to break a component, and how long it may last. */
public enum FaultKind {
    /** kill -9; started again after the time it lasts. */
    KILL(500, 6_000),
    /** SIGTERM, the end awaited, and started again after the time it lasts. */
    RESTART(0, 3_000),
    /** SIGSTOP, then SIGCONT: longer, at most, than sessions (6 s) and transactions (10 s) live. */
    PAUSE(1_000, 15_000),
    /** Connections break, and new ones are refused. */
    CUT(1_000, 10_000),
    /** Connections stay and carry nothing, as where packets are lost. */
    STALL(1_000, 15_000),
    /** What is sent arrives late. */
    DELAY(4_000, 12_000),
    /** The disk below its directory has no room. */
    DISK(2_000, 8_000),
    /** The clock that dates the calls is wrong. */
    CLOCK(3_000, 10_000);

    private final long minMillis;
    private final long maxMillis;

    FaultKind(long minMillis, long maxMillis) {
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    /** Shortest fault, milliseconds. */
    public long minMillis() {
        return minMillis;
    }

    /** Longest fault, milliseconds. */
    public long maxMillis() {
        return maxMillis;
    }

    /** As it is written on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads kinds such as {@code kill,pause}. */
    public static Set<FaultKind> parse(String labels) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String label : labels.split(",", -1)) {
            kinds.add(Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label.strip()))
                    .findFirst()
                    .orElseThrow(() -> MillraceException.user("FAULTS", "--faults", label, "some of " + all())));
        }
        return kinds;
    }

    /** Every kind, as the command line takes them. */
    public static String all() {
        return Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(","));
    }
}
