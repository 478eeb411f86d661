package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.chaos.plan.FaultKind;
import io.millrace.standalone.chaos.plan.Profile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A component as a process: its heap, and how it can be broken. */
public enum Role {
    KAFKA(448),
    REGISTRY(96),
    POSTGRES(256),
    STRIPE(96),
    STREAMS_1(256),
    STREAMS_2(256),
    SINKS(448),
    BILLING(160),
    ALERTS(96),
    GATEWAY(192);

    private static final Set<FaultKind> ANY = EnumSet.of(
            FaultKind.KILL, FaultKind.RESTART, FaultKind.PAUSE, FaultKind.CUT, FaultKind.STALL, FaultKind.DELAY);

    private final int heapMebibytes;

    Role(int heapMebibytes) {
        this.heapMebibytes = heapMebibytes;
    }

    /** The component of that name. */
    static Role of(String component) {
        return Arrays.stream(values())
                .filter(role -> role.component().equals(component))
                .findFirst()
                .orElseThrow(() -> MillraceException.user("COMPONENTS", "--components", component, "some of " + all()));
    }

    private static String all() {
        return Arrays.stream(values()).map(Role::component).collect(Collectors.joining(","));
    }

    /** As it is named in plans, logs and reports, such as {@code streams-1}. */
    public String component() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** MiB of heap. */
    int heapMebibytes() {
        return heapMebibytes;
    }

    /** @param smallDisk whether its directory is one that can fill */
    Profile profile(boolean smallDisk) {
        Set<FaultKind> kinds = EnumSet.copyOf(ANY);
        if (this == GATEWAY) {
            kinds.add(FaultKind.CLOCK);
        }
        if (smallDisk) {
            kinds.add(FaultKind.DISK);
        }
        return new Profile(component(), kinds);
    }
}
