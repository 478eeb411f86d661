package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /** Slots, from the list of all events. */
    private static BigDecimal reference(List<Event> events, long now, long length) {
        long tenth = length / 10;
        long slot = now / tenth;
        BigDecimal within = sum(events, at -> at / tenth > slot - 10 && at / tenth <= slot);
        return within.add(oldest(events, now, length)
                .multiply(BigDecimal.valueOf(tenth - now % tenth))
                .divide(BigDecimal.valueOf(tenth), 0, RoundingMode.FLOOR));
    }

    private static BigDecimal oldest(List<Event> events, long now, long length) {
        return sum(events, at -> at / (length / 10) == now / (length / 10) - 10);
    }

    @Test
    void estimateAgreesWithTheReferenceAlsoForLateEvents() {
        Trials.run(500, random -> {
            long length = 10 * random.nextLong(1, 6_000_000);
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
    void estimateIsNeverOffByMoreThanTheUseOfOneTenthOfTheWindow() {
        Trials.run(1_000, random -> {
            long length = 1_000_000;
            RateWindow window = new RateWindow(length);
            List<Event> events = new ArrayList<>();
            long now = 1_770_000_000_000_000L;
            for (int i = 0; i < 60; i++) {
                now += random.nextInt(3) == 0 ? random.nextLong(length) : random.nextLong(length / 40);
                long late = i > 0 && random.nextInt(4) == 0 ? random.nextLong(length / 2) : 0;
                events.add(new Event(now - late, random.nextLong(100)));
                window.add(events.get(i).at(), events.get(i).amount());
                long latest = window.latestMicros();
                BigDecimal exact = sum(events, at -> at > latest - length);
                BigDecimal error =
                        exact.subtract(BigDecimal.valueOf(window.estimate())).abs();
                assertThat(error).isLessThanOrEqualTo(oldest(events, latest, length));
            }
        });
    }

    @Test
    void steadyUseIsEstimatedToARequest() {
        RateWindow window = new RateWindow(60_000_000);
        for (long at = 0; at < 600_000_000; at += 7_000) {
            window.add(1_770_000_000_000_000L + at, 1);
        }
        assertThat(window.estimate()).isBetween(60_000_000L / 7_000 - 1, 60_000_000L / 7_000 + 2);
    }

    @Test
    void limitHasRoomFromTheInstantItIsSaidTo() {
        Trials.run(5_000, random -> {
            long length = 10 * random.nextLong(1, 500);
            RateWindow window = new RateWindow(length);
            long at = 1_000_000 * length;
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                window.add(at, random.nextLong(1, 500));
                at += random.nextLong(length);
            }
            long limit = random.nextLong(1, 900);
            Long from = window.belowFrom(limit);
            assertThat(from).isNotNull();
            long instant = from == null ? 0 : from;
            assertThat(window.estimateAt(instant)).isLessThan(limit);
            boolean already = window.estimateAt(window.slotStartMicros()) < limit;
            assertThat(already || window.estimateAt(instant - 1) >= limit).isTrue();
        });
    }

    @Test
    void nothingIsAllowedUnderALimitOfZero() {
        assertThat(new RateWindow(1_000).belowFrom(0)).isNull();
    }

    @Test
    void lengthThatSlotsDoNotDivideIsRefused() {
        assertThatThrownBy(() -> new RateWindow(1_001)).hasMessageContaining("1001 (expected: a multiple of 10)");
    }
}
