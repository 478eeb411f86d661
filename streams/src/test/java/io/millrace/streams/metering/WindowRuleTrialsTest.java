package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Calendar windows in every zone that java.time knows, around every change of its clock from 1970 to 2040: each window is
 * the whole span of one label, and the next begins where it ends. Labels come from java.time alone.
 */
class WindowRuleTrialsTest {
    private static final Instant FROM = Instant.parse("1970-02-15T00:00:00Z");
    private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");
    private static final List<Period> CALENDAR = List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH);
    private static final List<ZoneId> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();

    @Test
    void windowsTileTimeAroundEveryClockChangeOfEveryZone() {
        assertThat(ZONES).hasSizeGreaterThan(500);
        Trials.run(
                2,
                random -> ZONES.forEach(zone -> {
                    for (long change : changes(zone)) {
                        for (Period period : CALENDAR) {
                            Policy policy = policy(random, zone, period);
                            assertTiles(policy, random, change);
                            assertTiles(policy, random, change - 1);
                            assertTiles(policy, random, change + random.nextLong(-26, 26) * Micros.PER_HOUR / 2);
                        }
                    }
                }));
    }

    @Test
    void windowsTileTimeAtAnyInstant() {
        Trials.run(20_000, random -> {
            Policy policy = policy(random, Pick.one(random, ZONES), Pick.one(random, CALENDAR));
            assertTiles(policy, random, random.nextLong(Micros.of(FROM), Micros.of(TO)));
        });
    }

    private static void assertTiles(Policy policy, RandomGenerator random, long at) {
        Window window = WindowRule.windowOf(policy, at);
        long start = window.startMicros();
        long end = window.endMicros() == null ? Long.MIN_VALUE : window.endMicros();
        assertThat(at).as("%s %s", policy.period(), policy.zone()).isBetween(start, end - 1);
        String label = label(policy, at);
        for (long inside : new long[] {start, end - 1, random.nextLong(start, end)}) {
            assertThat(WindowRule.windowOf(policy, inside)).isEqualTo(window);
            assertThat(label(policy, inside)).isEqualTo(label);
        }
        assertThat(label(policy, start - 1)).isNotEqualTo(label);
        assertThat(label(policy, end)).isNotEqualTo(label);
        assertThat(WindowRule.windowOf(policy, end).startMicros()).isEqualTo(end);
        assertThat(WindowRule.windowOf(policy, start - 1).endMicros()).isEqualTo(start);
    }

    /** What a calendar on the wall says: for hours the offset too, since an hour may come twice. */
    private static String label(Policy policy, long micros) {
        Instant at = Micros.toInstant(micros);
        ZoneId zone = policy.zone();
        LocalDate date = latestDate(zone, at);
        return switch (policy.period()) {
            case HOUR ->
                LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.HOURS) + " "
                        + zone.getRules().getOffset(at);
            case DAY -> date.toString();
            case WEEK -> {
                LocalDate first = date;
                while (first.getDayOfWeek() != policy.firstDayOfWeek()) {
                    first = first.minusDays(1);
                }
                yield first.toString();
            }
            case MONTH -> date.getYear() + "-" + date.getMonthValue();
            default -> throw new IllegalArgumentException(policy.period() + " (expected: a calendar period)");
        };
    }

    /** The latest date that the zone has had: a clock set back over midnight does not bring yesterday back. */
    private static LocalDate latestDate(ZoneId zone, Instant at) {
        LocalDate latest = LocalDate.ofInstant(at, zone);
        ZoneOffsetTransition before = zone.getRules().previousTransition(at.plusNanos(1));
        if (before != null && Duration.between(before.getInstant(), at).toHours() < 48) {
            LocalDate then = before.getDateTimeBefore().minusNanos(1).toLocalDate();
            return then.isAfter(latest) ? then : latest;
        }
        return latest;
    }

    private static List<Long> changes(ZoneId zone) {
        List<Long> changes = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(FROM);
        while (next != null && next.getInstant().isBefore(TO)) {
            changes.add(Micros.of(next.getInstant()));
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return changes;
    }

    private static Policy policy(RandomGenerator random, ZoneId zone, Period period) {
        Policy any =
                Policies.budget("b", Dimension.WORKSPACE, Measure.CHARGE, 1, period, zone, Action.BLOCK, List.of());
        return Policies.startingWeeks(any, Pick.one(random, DayOfWeek.values()));
    }
}
