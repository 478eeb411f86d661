package io.millrace.streams.metering;

import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalAmount;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Which calendar window an instant falls into. Stateless, thread-safe.
 *
 * <p>Days, weeks and months are those of the policy's zone, so a day has 23 to 25 hours when the clock changes; one that the
 * zone skipped has no window. A day begins with the first instant of its date: a clock that is set back over midnight
 * does not bring the day before back. Hours start at the full hour of the zone's offset in force and are cut at a change of
 * the offset. For every policy the windows divide the time line: each instant is in exactly one. A lifetime is [0, no end).
 */
public final class WindowRule {
    /** Never ends: lifetimes, credit, a suspension. */
    public static final Window ALWAYS = new Window(0, null);

    private WindowRule() {}

    public static Window windowOf(Policy policy, long occurredAtMicros) {
        ZoneId zone = policy.zone();
        return switch (policy.period()) {
            case HOUR -> hour(zone, occurredAtMicros);
            case DAY -> dayOf(zone, occurredAtMicros);
            case WEEK -> {
                LocalDate date = date(zone, occurredAtMicros);
                LocalDate first = date.with(TemporalAdjusters.previousOrSame(policy.firstDayOfWeek()));
                yield holding(occurredAtMicros, zone, first, Period.ofWeeks(1));
            }
            case MONTH -> monthOf(zone, occurredAtMicros);
            case LIFETIME -> ALWAYS;
            case SLIDING -> throw Expected.illegal("period", policy.period(), "a calendar period");
        };
    }

    /** The day of a zone that holds the instant. */
    static Window dayOf(ZoneId zone, long micros) {
        return holding(micros, zone, date(zone, micros), Period.ofDays(1));
    }

    /** The month of a zone that holds the instant. */
    static Window monthOf(ZoneId zone, long micros) {
        return holding(micros, zone, date(zone, micros).withDayOfMonth(1), Period.ofMonths(1));
    }

    private static LocalDate date(ZoneId zone, long micros) {
        return LocalDate.ofInstant(Micros.toInstant(micros), zone);
    }

    /** The span that begins on a date and holds the instant, or the one after it where that has begun already. */
    private static Window holding(long micros, ZoneId zone, LocalDate first, TemporalAmount length) {
        LocalDate next = first.plus(length);
        long end = startOf(zone, next);
        return micros < end ? new Window(startOf(zone, first), end) : holding(micros, zone, next, length);
    }

    private static long startOf(ZoneId zone, LocalDate day) {
        return Micros.of(day.atStartOfDay(zone).toInstant());
    }

    private static Window hour(ZoneId zone, long micros) {
        ZoneRules rules = zone.getRules();
        Instant at = Micros.toInstant(micros);
        ZoneOffset offset = rules.getOffset(at);
        long shift = offset.getTotalSeconds() * Micros.PER_SECOND;
        long start = Micros.floor(micros + shift, Micros.PER_HOUR) - shift;
        long end = start + Micros.PER_HOUR;
        if (rules.isFixedOffset()) {
            return new Window(start, end);
        }
        ZoneOffsetTransition next = rules.nextTransition(at);
        ZoneOffsetTransition previous = rules.previousTransition(at.plusNanos(1));
        return new Window(
                previous == null ? start : Math.max(start, Micros.of(previous.getInstant())),
                next == null ? end : Math.min(end, Micros.of(next.getInstant())));
    }
}
