package io.millrace.standalone.chaos;

import io.millrace.standalone.chaos.plan.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Watches one fault from its end until the component is up and all that was published by then has arrived everywhere. Pure; not
 * thread-safe.
 */
final class Recovery {
    private final Fault fault;
    private final long beganMillis;
    private final long healedMillis;
    private @Nullable Long upMillis;
    private @Nullable Long caughtUpMillis;
    private @Nullable Look atEnd;
    private @Nullable Look metered;

    /** @param healedMillis when it was mended, milliseconds after the load began */
    Recovery(Fault fault, long beganMillis, long healedMillis) {
        this.fault = fault;
        this.beganMillis = beganMillis;
        this.healedMillis = healedMillis;
    }

    /** What a look found; one that began before the fault ended says nothing about it. */
    void observe(Look look, boolean healthy, long nowMillis) {
        if (look.atMillis() < healedMillis || caughtUpMillis != null) {
            return;
        }
        up(healthy, nowMillis);
        if (atEnd == null && look.gatewayMillis() >= healedMillis) {
            atEnd = look;
        }
        if (atEnd != null && metered == null && look.metered() >= atEnd.usageEnd()) {
            metered = look;
        }
        if (metered != null && hasArrived(look, metered) && upMillis != null) {
            caughtUpMillis = nowMillis;
        }
    }

    private static boolean hasArrived(Look look, Look metered) {
        return look.stored() >= metered.rated()
                && look.posted() >= metered.drawn()
                && look.delivered() >= metered.alerts();
    }

    /** The component alone, where the pipeline cannot be looked at. */
    void up(boolean healthy, long nowMillis) {
        if (healthy && upMillis == null) {
            upMillis = nowMillis;
        }
    }

    boolean isOver() {
        return caughtUpMillis != null;
    }

    String component() {
        return fault.component();
    }

    FaultOutcome outcome() {
        return new FaultOutcome(fault, beganMillis, healedMillis - beganMillis, since(upMillis), since(caughtUpMillis));
    }

    private @Nullable Long since(@Nullable Long millis) {
        return millis == null ? null : Math.max(0, millis - healedMillis);
    }
}
