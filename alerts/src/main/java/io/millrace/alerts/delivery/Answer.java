package io.millrace.alerts.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one try to deliver. */
public sealed interface Answer {
    /** The receiver has it. */
    record Taken() implements Answer {}

    /**
     * The receiver is away or busy.
     *
     * @param why for people, without secrets
     * @param after what the receiver asked to be given; null where it did not say
     */
    record Later(String why, @Nullable Duration after) implements Answer {}

    /**
     * The receiver does not want this message as it is.
     *
     * @param why for people, without secrets
     */
    record Refused(String why) implements Answer {}
}
