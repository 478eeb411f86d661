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
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRuleTest {
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/Havana",
            "Africa/Cairo",
            "Pacific/Apia");

    private static final List<Period> CALENDAR = List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH);

    private static Policy policy(Period period, String zone) {
        return Policies.budget(
                "b", Dimension.WORKSPACE, Measure.CHARGE, 1, period, ZoneId.of(zone), Action.BLOCK, List.of());
    }

    private static String window(Period period, String zone, String at) {
        Window window = WindowRule.windowOf(policy(period, zone), Micros.of(Instant.parse(at)));
        Long end = window.endMicros();
        return Micros.toInstant(window.startMicros()) + " " + (end == null ? "-" : Micros.toInstant(end));
    }

    @Test
    void daysHaveTwentyThreeToTwentyFiveHours() {
        assertThat(window(Period.DAY, "Europe/Berlin", "2026-03-29T12:00:00Z"))
                .isEqualTo("2026-03-28T23:00:00Z 2026-03-29T22:00:00Z");
        assertThat(window(Period.DAY, "Europe/Berlin", "2026-10-25T12:00:00Z"))
                .isEqualTo("2026-10-24T22:00:00Z 2026-10-25T23:00:00Z");
    }

    @Test
    void weeksAndMonthsBeginAtLocalMidnight() {
        assertThat(window(Period.WEEK, "America/New_York", "2026-03-08T12:00:00Z"))
                .isEqualTo("2026-03-02T05:00:00Z 2026-03-09T04:00:00Z");
        assertThat(window(Period.MONTH, "America/New_York", "2026-03-01T04:59:59Z"))
                .isEqualTo("2026-02-01T05:00:00Z 2026-03-01T05:00:00Z");
        assertThat(window(Period.LIFETIME, "UTC", "2026-03-01T00:00:00Z")).isEqualTo("1970-01-01T00:00:00Z -");
    }

    @Test
    void hoursAreCutWhereTheOffsetChangesByHalfAnHour() {
        assertThat(window(Period.HOUR, "Asia/Kathmandu", "2026-03-01T00:30:00Z"))
                .isEqualTo("2026-03-01T00:15:00Z 2026-03-01T01:15:00Z");
        assertThat(window(Period.HOUR, "Australia/Lord_Howe", "2026-04-04T15:10:00Z"))
                .isEqualTo("2026-04-04T15:00:00Z 2026-04-04T15:30:00Z");
    }

    @Test
    void windowsDivideTheTimeLine() {
        long from = Micros.of(Instant.parse("2011-01-01T00:00:00Z"));
        long to = Micros.of(Instant.parse("2031-01-01T00:00:00Z"));
        Trials.run(5_000, random -> {
            Period period = Pick.one(random, CALENDAR);
            Policy policy = policy(period, ZONES.get(random.nextInt(ZONES.size())));
            long at = random.nextLong(from, to);
            Window window = WindowRule.windowOf(policy, at);
            long end = window.endMicros() == null ? Long.MIN_VALUE : window.endMicros();
            assertThat(at).isBetween(window.startMicros(), end - 1);
            assertThat(WindowRule.windowOf(policy, window.startMicros())).isEqualTo(window);
            assertThat(WindowRule.windowOf(policy, end - 1)).isEqualTo(window);
            assertThat(WindowRule.windowOf(policy, end).startMicros()).isEqualTo(end);
            assertThat(WindowRule.windowOf(policy, window.startMicros() - 1).endMicros())
                    .isEqualTo(window.startMicros());
        });
    }
}
