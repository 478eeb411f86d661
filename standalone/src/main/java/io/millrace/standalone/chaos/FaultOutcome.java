package io.millrace.standalone.chaos;

import io.millrace.standalone.chaos.plan.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fault; all times in milliseconds.
 *
 * @param beganMillis after the load began
 * @param lastedMillis until it was mended
 * @param upMillis from then until the component was up; null: not seen
 * @param caughtUpMillis from then until everything published by then was metered, stored and posted; null: not seen
 */
public record FaultOutcome(
        Fault fault,
        long beganMillis,
        long lastedMillis,
        @Nullable Long upMillis,
        @Nullable Long caughtUpMillis) {}
