package io.millrace.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.ledger.Recurrence.Every;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecurrenceTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    private static List<String> starts(Recurrence recurrence, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> Micros.toInstant(recurrence.startMicros(n)).toString())
                .toList();
    }

    @Test
    void aMonthTooShortDoesNotMoveThoseAfterIt() {
        Recurrence monthly = new Recurrence(Every.MONTH, ZoneId.of("UTC"), micros("2026-01-31T00:00:00Z"), null, null);
        assertThat(starts(monthly, 0, 4))
                .containsExactly(
                        "2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z", "2026-04-30T00:00:00Z");
    }

    @Test
    void theWallClockOfTheZoneCountsWhenClocksChange() {
        Recurrence daily = new Recurrence(Every.DAY, BERLIN, micros("2026-03-27T23:00:00Z"), null, null);
        assertThat(starts(daily, 0, 3))
                .as("midnight in Berlin; summer time begins on the 29th")
                .containsExactly("2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        Recurrence atHalfPastTwo = new Recurrence(Every.DAY, BERLIN, micros("2026-03-28T01:30:00Z"), null, null);
        assertThat(starts(atHalfPastTwo, 1, 2))
                .as("02:30 does not exist on the 29th: 03:30")
                .containsExactly("2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        Recurrence weekly = new Recurrence(Every.WEEK, BERLIN, micros("2026-10-20T22:00:00Z"), null, null);
        assertThat(starts(weekly, 1, 1)).containsExactly("2026-10-27T23:00:00Z");
    }

    @Test
    void theFirstIsExactlyAsGivenInTheSecondOfTwoEqualHours() {
        Recurrence second = new Recurrence(Every.DAY, BERLIN, micros("2026-10-25T01:30:00Z"), null, null);
        assertThat(starts(second, 0, 2)).containsExactly("2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void countAndUntilEndIt() {
        long first = micros("2026-01-01T00:00:00Z");
        Recurrence counted = new Recurrence(Every.DAY, BERLIN, first, 2, null);
        assertThat(counted.opens(1)).isTrue();
        assertThat(counted.opens(2)).isFalse();
        Recurrence until = new Recurrence(Every.DAY, BERLIN, first, null, first + 2 * Micros.PER_DAY);
        assertThat(until.opens(1)).isTrue();
        assertThat(until.opens(2)).as("none opens at the end itself").isFalse();
        assertThatThrownBy(() -> new Recurrence(Every.DAY, BERLIN, first, null, first))
                .hasMessageStartingWith("recurrence until: ");
        assertThatThrownBy(() -> new Recurrence(Every.DAY, BERLIN, first, 0, null))
                .hasMessage("recurrence count: 0 (expected: 1 to 100000)");
    }
}
