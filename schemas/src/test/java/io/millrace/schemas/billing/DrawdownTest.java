package io.millrace.schemas.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawdownTest {
    private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");

    private static DrawdownLine line(String model, @Nullable String feature, long charge) {
        return new DrawdownLine("p", model, feature, new Money(charge), new Money(2 * charge), 3);
    }

    private static Drawdown of(long charge, long cost, long records, List<DrawdownLine> lines) {
        return new Drawdown(
                Drawdown.idOf("w", 1), "w", 1, new Money(charge), new Money(cost), records, 0, 0, KATHMANDU, lines);
    }

    @Test
    void linesSumToTheDrawdown() {
        List<DrawdownLine> lines = List.of(line("a", null, 1), line("a", "f", 2), line("b", null, 4));
        assertThat(of(7, 14, 9, lines).lines()).isEqualTo(lines);
        assertThatThrownBy(() -> of(8, 14, 9, lines))
                .hasMessage("drawdown.charge_nano_usd: 8 (expected: the sum of its lines)");
        assertThatThrownBy(() -> of(7, 13, 9, lines))
                .hasMessage("drawdown.cost_nano_usd: 13 (expected: the sum of its lines)");
        assertThatThrownBy(() -> of(7, 14, 10, lines))
                .hasMessage("drawdown.record_count: 10 (expected: the sum of its lines)");
    }

    @Test
    void drawdownWithoutLinesIsAllowed() {
        assertThat(of(7, 13, 10, List.of()).lines()).isEmpty();
    }

    @Test
    void linesAreInOrderAndEachOnce() {
        String rule = "(expected: each provider, model and feature once, in order)";
        assertThatThrownBy(() -> of(3, 6, 6, List.of(line("b", "f", 1), line("a", "f", 2))))
                .hasMessage("drawdown.lines: p a f " + rule);
        assertThatThrownBy(() -> of(3, 6, 6, List.of(line("a", null, 1), line("a", null, 2))))
                .hasMessage("drawdown.lines: p a null " + rule);
    }

    @Test
    void linesBelowZeroAndWithoutRecordsAreRefused() {
        assertThatThrownBy(() -> line("a", null, -1)).hasMessage("drawdown.lines.charge_nano_usd: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new DrawdownLine("p", "m", null, Money.ZERO, new Money(-1), 1))
                .hasMessage("drawdown.lines.cost_nano_usd: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new DrawdownLine("p", "m", null, Money.ZERO, Money.ZERO, 0))
                .hasMessage("drawdown.lines.record_count: 0 (expected: >= 1)");
    }

    @Test
    void sumThatLeavesTheRangeIsRefused() {
        long half = Long.MAX_VALUE / 2 + 1;
        List<DrawdownLine> lines = List.of(
                new DrawdownLine("p", "a", null, new Money(half), Money.ZERO, 1),
                new DrawdownLine("p", "b", null, new Money(half), Money.ZERO, 1));
        assertThatThrownBy(() -> of(half + half, 0, 2, lines)).hasMessageContaining("the sum of its lines");
    }

    @Test
    void linesAreAtMostAHundred() {
        List<DrawdownLine> lines = new ArrayList<>();
        for (int i = 0; i < Drawdown.LINES_MAX; i++) {
            lines.add(line("m" + (100 + i), null, 0));
        }
        assertThat(of(0, 0, 300, lines).lines()).hasSize(100);
        lines.add(line("n", null, 0));
        assertThatThrownBy(() -> of(0, 0, 303, lines)).hasMessage("drawdown.lines: 101 (expected: <= 100)");
    }

    @Test
    void monthIsThatOfItsLatestUsageInItsZone() {
        // 2026-12-01T00:00 in Kathmandu.
        long turn = Micros.of(Instant.parse("2026-11-30T18:15:00Z"));
        assertThat(until(turn - 1).month()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(until(turn).month()).isEqualTo(YearMonth.of(2026, 12));
    }

    private static Drawdown until(long last) {
        return new Drawdown(
                Drawdown.idOf("w", 1), "w", 1, Money.ZERO, Money.ZERO, 1, last - 5, last, KATHMANDU, List.of());
    }
}
