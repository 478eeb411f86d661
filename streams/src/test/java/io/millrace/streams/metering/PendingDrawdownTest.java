package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.state.PendingDrawdownCodec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PendingDrawdownTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final PendingDrawdown pending = new PendingDrawdown("w");

    private static Rating rating(long cost, long charge) {
        return new Rating.Priced("p", 1, List.of(), new Money(cost), new Money(charge));
    }

    private static Replacement replaced(long cost, long charge) {
        return new Replacement(Samples.eventId(100, 1), 0, 0, 0, new Money(cost), new Money(charge));
    }

    private void add(long cost, long charge, long micros) {
        pending.add(usage("m", micros), UTC, rating(cost, charge), null);
    }

    private void correct(long cost, long charge, Replacement replaced, long micros) {
        pending.add(usage("m", micros), UTC, rating(cost, charge), replaced);
    }

    private static Usage usage(String model, long micros) {
        return Samples.served(Samples.usage("w", micros, 1, 1, 1), "p", model, "f");
    }

    private static PendingDrawdown restored(PendingDrawdown pending) {
        return new PendingDrawdownCodec().read(new PendingDrawdownCodec().write(pending));
    }

    private static DrawdownLine line(String model, long charge, long cost, long records) {
        return new DrawdownLine("p", model, "f", new Money(charge), new Money(cost), records);
    }

    private static Drawdown drawdown(
            long sequence, long charge, long cost, long first, long last, DrawdownLine... lines) {
        long records =
                List.of(lines).stream().mapToLong(DrawdownLine::recordCount).sum();
        return new Drawdown(
                Drawdown.idOf("w", sequence),
                "w",
                sequence,
                new Money(charge),
                new Money(cost),
                records,
                first,
                last,
                UTC,
                List.of(lines));
    }

    @Test
    void sequencesHaveNoGapsAndSumsStartAgain() {
        assertThat(pending.flush()).isNull();
        add(10, 12, 300);
        pending.add(usage("m", 100), UTC, new Rating.Unpriced(), null);
        assertThat(pending.flush()).isEqualTo(drawdown(1, 12, 10, 100, 300, line("m", 12, 10, 2)));
        add(1, 0, 200);
        assertThat(restored(pending).flush()).isEqualTo(drawdown(2, 0, 1, 200, 200, line("m", 0, 1, 1)));
    }

    @Test
    void sumsAreFlushedLongBeforeTheyOverflow() {
        long calls = 0;
        while (!pending.isFull()) {
            add(Rater.CALL_MAX.nanoUsd(), Rater.CALL_MAX.nanoUsd(), 1);
            calls++;
        }
        assertThat(calls).isEqualTo(1_001);
    }

    @Test
    void whatWasDrawnTooMuchIsCarriedUntilCallsMakeUpForIt() {
        correct(1, 2, replaced(10, 12), 300);
        assertThat(pending.flush()).isNull();
        add(0, 9, 400);
        assertThat(pending.flush()).isNull();
        add(20, 6, 500);
        assertThat(pending.flush()).isEqualTo(drawdown(1, 5, 11, 300, 500, line("m", 5, 11, 3)));
        assertThat(pending.flush()).isNull();
    }

    @Test
    void costBelowZeroDoesNotHoldUpACharge() {
        correct(0, 5, replaced(7, 0), 100);
        assertThat(pending.flush()).extracting("charge", "cost").containsExactly(new Money(5), Money.ZERO);
        PendingDrawdown restored = restored(pending);
        restored.add(usage("m", 200), UTC, rating(10, 1), null);
        assertThat(restored.flush()).extracting("charge", "cost").containsExactly(new Money(1), new Money(3));
    }

    @Test
    void lineBelowZeroIsTakenOffTheOthers() {
        pending.add(usage("c", 1), UTC, rating(7, 20), null);
        pending.add(usage("b", 1), UTC, rating(0, 0), replaced(9, 6));
        pending.add(usage("a", 1), UTC, rating(3, 4), null);
        assertThat(restored(pending).flush())
                .isEqualTo(drawdown(1, 18, 1, 1, 1, line("a", 0, 0, 1), line("b", 0, 0, 1), line("c", 18, 1, 1)));
    }

    @Test
    void callOfAnotherMonthOrZoneDoesNotFit() {
        // Midnight of 1 April in New York.
        long turn = Micros.of(Instant.parse("2026-04-01T04:00:00Z"));
        assertThat(pending.fits(usage("m", turn), NEW_YORK)).as("nothing there").isTrue();
        pending.add(usage("m", turn), NEW_YORK, rating(1, 1), null);
        for (PendingDrawdown same : List.of(pending, restored(pending))) {
            assertThat(same.fits(usage("m", turn - 1), NEW_YORK)).isFalse();
            assertThat(same.fits(usage("m", turn + Micros.PER_DAY * 30 - 1), NEW_YORK))
                    .isTrue();
            assertThat(same.fits(usage("m", turn + Micros.PER_DAY * 30), NEW_YORK))
                    .isFalse();
            assertThat(same.fits(usage("m", turn), UTC)).isFalse();
        }
        assertThat(pending.flush()).extracting(Drawdown::zone).isEqualTo(NEW_YORK);
        assertThat(pending.fits(usage("m", turn - 1), UTC)).isTrue();
    }

    @Test
    void whatWaitsIsOfTheMonthOfTheCallsThatMakeUpForIt() {
        long turn = Micros.of(Instant.parse("2026-04-01T00:00:00Z"));
        correct(0, 0, replaced(1, 1), turn - 1);
        add(5, 5, turn);
        assertThat(pending.fits(usage("m", turn - 1), UTC)).isFalse();
        assertThat(pending.fits(usage("m", turn + 1), UTC)).isTrue();
        Drawdown drawdown = Objects.requireNonNull(pending.flush());
        assertThat(drawdown.month()).hasToString("2026-04");
        assertThat(drawdown.firstOccurredAtMicros()).isEqualTo(turn - 1);
    }

    @Test
    void hundredLinesAreFullAndMoreOfThemShareOneWhileTheyWait() {
        for (int i = 100; i < 100 + Drawdown.LINES_MAX - 1; i++) {
            pending.add(usage("m" + i, 1), UTC, rating(0, 0), replaced(1, 1));
        }
        assertThat(pending.isFull()).isFalse();
        pending.add(usage("n", 1), UTC, rating(0, 0), replaced(1, 1));
        assertThat(pending.isFull()).isTrue();
        assertThat(pending.flush()).isNull();
        pending.add(usage("z", 1), UTC, rating(200, 200), null);
        Drawdown drawdown = Objects.requireNonNull(pending.flush());
        assertThat(drawdown.lines()).hasSize(Drawdown.LINES_MAX);
        assertThat(drawdown.lines().get(0)).isEqualTo(line("m100", 100, 100, 2));
        assertThat(drawdown.recordCount()).isEqualTo(101);
    }

    /** Sums and order are the contract's own rules; here, that no call gets lost between drawdowns, and that restarts change nothing. */
    @Test
    void drawdownsSumToWhatWasAdded() {
        Trials.run(300, random -> {
            PendingDrawdown live = new PendingDrawdown("w");
            Map<String, Long> added = new TreeMap<>();
            Map<String, Long> drawn = new TreeMap<>();
            for (int i = 0; i < 400; i++) {
                String model = "m" + random.nextInt(4);
                boolean correction = random.nextInt(4) == 0;
                long charge = random.nextLong(100);
                long before = correction ? random.nextLong(150) : 0;
                live.add(usage(model, i), UTC, rating(charge, charge), correction ? replaced(before, before) : null);
                added.merge("charge", charge - before, Long::sum);
                added.merge("records " + model, 1L, Long::sum);
                if (random.nextInt(10) == 0) {
                    live = restored(live);
                    draw(live, drawn);
                }
            }
            live.add(usage("m0", 1), UTC, rating(100_000, 100_000), null);
            added.merge("charge", 100_000L, Long::sum);
            added.merge("records m0", 1L, Long::sum);
            draw(live, drawn);
            assertThat(drawn).isEqualTo(added);
        });
    }

    private static void draw(PendingDrawdown from, Map<String, Long> drawn) {
        Drawdown drawdown = from.flush();
        if (drawdown != null) {
            drawdown.lines().forEach(line -> {
                drawn.merge("charge", line.charge().nanoUsd(), Long::sum);
                drawn.merge("records " + line.model(), line.recordCount(), Long::sum);
            });
        }
    }
}
