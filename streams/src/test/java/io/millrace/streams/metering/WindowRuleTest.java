package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRuleTest {
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
    void dayThatTheZoneSkippedHasNoWindow() {
        assertThat(window(Period.DAY, "Pacific/Apia", "2011-12-30T09:59:59Z"))
                .isEqualTo("2011-12-29T10:00:00Z 2011-12-30T10:00:00Z");
        assertThat(window(Period.DAY, "Pacific/Apia", "2011-12-30T10:00:00Z"))
                .isEqualTo("2011-12-30T10:00:00Z 2011-12-31T10:00:00Z");
    }

    @Test
    void dayBeginsOnceWhereTheClockIsSetBackOverMidnight() {
        assertThat(window(Period.DAY, "America/St_Johns", "2010-11-07T02:30:30Z"))
                .isEqualTo("2010-11-07T02:30:00Z 2010-11-08T03:30:00Z");
        assertThat(window(Period.DAY, "America/St_Johns", "2010-11-07T02:31:30Z"))
                .isEqualTo("2010-11-07T02:30:00Z 2010-11-08T03:30:00Z");
    }
}
