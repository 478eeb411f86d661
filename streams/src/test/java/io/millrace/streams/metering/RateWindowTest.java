package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private record Event(long at, long amount) {}

    private static BigDecimal sum(List<Event> events, LongPredicate when) {
        return events.stream()
                .filter(event -> when.test(event.at()))
                .map(event -> BigDecimal.valueOf(event.amount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Two buckets, from the list of all events that were not too old when they came. */
    private static BigDecimal reference(List<Event> events, long now, long length) {
        long bucket = now / length;
        BigDecimal current = sum(events, at -> at / length == bucket);
        BigDecimal previous = sum(events, at -> at / length == bucket - 1);
        return current.add(previous.multiply(BigDecimal.valueOf(length - now % length))
                .divide(BigDecimal.valueOf(length), 0, RoundingMode.FLOOR));
    }

    @Test
    void estimateAgreesWithTheReferenceAlsoForLateEvents() {
        Trials.run(500, random -> {
            long length = random.nextLong(1, 60_000_000);
            RateWindow window = new RateWindow(length);
            List<Event> events = new ArrayList<>();
            long now = 1_770_000_000_000_000L;
            for (int i = 0; i < 60; i++) {
                now += random.nextInt(4) == 0 ? random.nextLong(3 * length) : random.nextLong(length / 8 + 1);
                long late = random.nextInt(5) == 0 ? random.nextLong(3 * length) : 0;
                Event event = new Event(now - late, random.nextLong(1_000_000_000_000_000L));
                now = i == 0 ? event.at() : now;
                events.add(event);
                window.add(event.at(), event.amount());
                long latest = events.stream().mapToLong(Event::at).max().orElseThrow();
                assertThat(BigDecimal.valueOf(window.estimate())).isEqualTo(reference(events, latest, length));
            }
        });
    }

    @Test
    void errorIsBelowTheUseOfThePreviousBucket() {
        Trials.run(500, random -> {
            long length = 1_000_000;
            RateWindow window = new RateWindow(length);
            List<Event> events = new ArrayList<>();
            long now = 1_770_000_000_000_000L;
            for (int i = 0; i < 40; i++) {
                now += random.nextLong(length / 4);
                events.add(new Event(now, random.nextLong(100)));
                window.add(now, events.get(i).amount());
                long at = now;
                BigDecimal exact = sum(events, time -> time > at - length);
                BigDecimal error =
                        exact.subtract(BigDecimal.valueOf(window.estimate())).abs();
                assertThat(error).isLessThanOrEqualTo(BigDecimal.valueOf(window.previous()));
            }
        });
    }

    @Test
    void limitHasRoomFromTheInstantItIsSaidTo() {
        Trials.run(2_000, random -> {
            long length = random.nextLong(1, 5_000);
            RateWindow window = new RateWindow(length);
            long start = 1_000_000 * length;
            window.add(start, random.nextLong(1, 500));
            window.add(start + random.nextLong(2 * length), random.nextLong(1, 500));
            long limit = random.nextLong(1, 600);
            Long from = window.belowFrom(limit);
            assertThat(from).isNotNull();
            long instant = from == null ? 0 : from;
            assertThat(window.estimateAt(instant)).isLessThan(limit);
            boolean already = window.estimateAt(window.bucketStartMicros()) < limit;
            assertThat(already || window.estimateAt(instant - 1) >= limit).isTrue();
        });
    }

    @Test
    void nothingIsAllowedUnderALimitOfZero() {
        assertThat(new RateWindow(1_000).belowFrom(0)).isNull();
    }
}
