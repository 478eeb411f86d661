package io.millrace.standalone.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sinks.query.CacheLine;
import io.millrace.sinks.query.ForecastLine;
import io.millrace.sinks.query.HourLine;
import io.millrace.sinks.query.LimitLine;
import io.millrace.sinks.query.ModelLatency;
import io.millrace.sinks.query.Overview;
import io.millrace.sinks.query.RefusalLine;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverviewViewTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Overview SMALL = new Overview(
            START,
            START.plusSeconds(3 * 3_600),
            List.of(new HourLine(10, 1, 0, 2_000_000_000L), HourLine.NONE, new HourLine(20, 0, 3, 4_000_000_000L)),
            List.of(new ModelLatency("gpt-5.5", 30, 900_000L, 2_500_000L, Arrays.asList(2_000_000L, null, 2_500_000L))),
            new CacheLine(1_000, 250, 1_230_000_000L, 7),
            new ForecastLine(6_000_000_000L, 60_000_000_000L, null, null),
            List.of(new RefusalLine("INVALID", 4), new RefusalLine("TOO_LATE", 1)),
            List.of(
                    new LimitLine(
                            "acme", "acme/daily", "API_KEY k1", "CHARGE", "BLOCK", 11_000_000_000L, 10_000_000_000L),
                    new LimitLine("acme", "acme/calls", "WORKSPACE", "REQUESTS", "ALLOW", 421, 559)));

    @Test
    void terminalSeesSparkLinesAndBars() {
        assertThat(OverviewView.text(SMALL, /* drawn= */ true)).isEqualToNormalizingNewlines("""
                2026-03-01T00:00:00Z to 2026-03-01T03:00:00Z, by the hour
                  charged                $6.00  peak $4.00         ▅▁█
                  calls                     30  peak 20            ▅▁█
                  failed             1 = 3.3 %  peak 1             █▁▁
                  unpriced                   3  peak 3             ▁▁█
                latency by model                      calls       p50       p95  p95 by the hour
                  gpt-5.5                                30    900 ms     2.5 s  ▇ █
                caches   $1.23 saved; 250 of 1,000 input tokens read (25.0 %); 7 not valued
                month    $6.00 charged so far, $60.00 expected at its end (too few days for a range)
                refused  5  INVALID 4  TOO_LATE 1
                budgets nearest their limit
                  acme/daily               API_KEY k1               ██████████ 110.0 %  $11.00 of $10.00  BLOCK
                  acme/calls               WORKSPACE                ███████░░░  75.3 %  421 of 559 requests
                """);
    }

    @Test
    void pipeGetsFiguresAlone() {
        assertThat(OverviewView.text(SMALL, /* drawn= */ false)).isEqualToNormalizingNewlines("""
                2026-03-01T00:00:00Z to 2026-03-01T03:00:00Z, by the hour
                  charged                $6.00  peak $4.00
                  calls                     30  peak 20
                  failed             1 = 3.3 %  peak 1
                  unpriced                   3  peak 3
                latency by model                      calls       p50       p95
                  gpt-5.5                                30    900 ms     2.5 s
                caches   $1.23 saved; 250 of 1,000 input tokens read (25.0 %); 7 not valued
                month    $6.00 charged so far, $60.00 expected at its end (too few days for a range)
                refused  5  INVALID 4  TOO_LATE 1
                budgets nearest their limit
                  acme/daily               API_KEY k1               110.0 %  $11.00 of $10.00  BLOCK
                  acme/calls               WORKSPACE                 75.3 %  421 of 559 requests
                """);
    }

    @Test
    void databaseWithoutCallsHasAnOverviewToo() {
        Overview empty = new Overview(
                START,
                START.plusSeconds(3_600),
                List.of(HourLine.NONE),
                List.of(),
                new CacheLine(0, 0, 0, 0),
                new ForecastLine(0, null, null, null),
                List.of(),
                List.of());
        assertThat(OverviewView.text(empty, /* drawn= */ true))
                .contains("0 = -", "? expected", "refused  0", "budgets  none");
    }

    @Test
    void noLineIsWiderThanItsBound() {
        String longName = "a-rather-long-name-of-something-".repeat(8);
        Overview wide = new Overview(
                START,
                START.plusSeconds(2_000 * 3_600),
                Collections.nCopies(2_000, new HourLine(Long.MAX_VALUE / 4_000, 1, 1, Long.MAX_VALUE / 4_000)),
                List.of(new ModelLatency(longName, Long.MAX_VALUE, 1L, 9_000_000_000L, Collections.nCopies(2_000, 5L))),
                new CacheLine(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                new ForecastLine(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(new RefusalLine(longName, Long.MAX_VALUE)),
                List.of(new LimitLine(longName, longName, longName, "TOKENS", "THROTTLE", Long.MAX_VALUE, 1)));
        for (boolean drawn : new boolean[] {true, false}) {
            assertThat(OverviewView.text(wide, drawn).lines()).allMatch(line -> line.length() <= OverviewView.WIDTH);
        }
    }
}
