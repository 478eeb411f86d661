package io.millrace.billing.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long DAY = 86_400;
    private static final long MIDNIGHT = 20_000 * DAY;
    private static final ReconcileSettings DAILY = ReconcileSettings.DEFAULTS;

    @Test
    void aDayIsDueAQuarterOfAnHourAfterItsEnd() {
        OptionalLong until = OptionalLong.of(MIDNIGHT - DAY);
        assertThat(Schedule.due(DAILY, until, MIDNIGHT + 899)).isEmpty();
        assertThat(Schedule.due(DAILY, until, MIDNIGHT + 900)).contains(new Span(MIDNIGHT - DAY, MIDNIGHT));
        assertThat(Schedule.due(DAILY, OptionalLong.of(MIDNIGHT), MIDNIGHT + 900))
                .isEmpty();
    }

    @Test
    void missedDaysAreOneSpan() {
        assertThat(Schedule.due(DAILY, OptionalLong.of(MIDNIGHT - 5 * DAY), MIDNIGHT + DAY / 2))
                .contains(new Span(MIDNIGHT - 5 * DAY, MIDNIGHT));
    }

    @Test
    void theFirstSpanIsThirtyDays() {
        assertThat(Schedule.due(DAILY, OptionalLong.empty(), MIDNIGHT + DAY / 2))
                .contains(new Span(MIDNIGHT - 30 * DAY, MIDNIGHT));
    }

    @Test
    void zeroHoursAreNever() {
        ReconcileSettings never = new ReconcileSettings(Duration.ZERO, Duration.ZERO);
        assertThat(Schedule.due(never, OptionalLong.empty(), MIDNIGHT)).isEmpty();
    }
}
