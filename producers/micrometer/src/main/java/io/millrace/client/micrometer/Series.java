package io.millrace.client.micrometer;

import io.micrometer.core.instrument.Tags;
import io.millrace.client.publish.DropCause;
import io.millrace.client.redaction.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One line of a meter: its tag and where its value is read.
 *
 * @param tags one, or none for a meter of one line
 * @param value in the meter's unit
 */
record Series(Tags tags, ToDoubleFunction<ClientSnapshots> value) {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    static List<Series> one(ToDoubleFunction<ClientSnapshots> value) {
        return List.of(new Series(Tags.empty(), value));
    }

    static Series tagged(String key, String tag, ToDoubleFunction<ClientSnapshots> value) {
        return new Series(Tags.of(key, tag), value);
    }

    /** One for each cause of a lost record, all there from the start, so that a rate over them is never without data. */
    static List<Series> byDropCause() {
        return Arrays.stream(DropCause.values())
                .map(cause -> tagged(
                        "cause",
                        cause.name().toLowerCase(Locale.ROOT),
                        from -> from.publish().dropped(cause)))
                .toList();
    }

    /** One for each rule of redaction, all there from the start. */
    static List<Series> byRule() {
        return Arrays.stream(Rule.values())
                .map(rule -> tagged("rule", rule.id(), from -> from.redaction().of(rule)))
                .toList();
    }

    static double secondsOfMicros(long micros) {
        return micros / MICROS_PER_SECOND;
    }

    static double secondsOfNanos(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    static double flag(boolean value) {
        return value ? 1 : 0;
    }
}
