package io.millrace.standalone.view;

import java.util.List;
import java.util.Locale;

/** The report at the end of a run. */
public final class OutcomeView {
    private OutcomeView() {}

    public static String text(Outcome outcome) {
        Progress last = outcome.last();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                report
                  %,d records played, %,d calls stored, %,d refused by verdict, %,d held back
                  first record after %d.%d s; %d.%d s through every stage, %,d records/s
                  charged %s; latency p50 %s, p95 %s, p99 %s
                """,
                outcome.played(),
                last.stored(),
                last.refused(),
                last.throttled(),
                outcome.start().toSeconds(),
                outcome.start().toMillisPart() / 100,
                outcome.traffic().toSeconds(),
                outcome.traffic().toMillisPart() / 100,
                outcome.recordsPerSecond(),
                Amounts.dollars(last.charged()),
                Amounts.millis(last.latency().p50Micros()),
                Amounts.millis(last.latency().p95Micros()),
                Amounts.millis(last.latency().p99Micros())));
        spend(text, "models", last.models());
        spend(text, "workspaces", last.workspaces());
        outcome.alerts().forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private static void spend(StringBuilder text, String what, List<Progress.Spend> rows) {
        text.append(String.format("  top %s%n", what));
        rows.forEach(row -> text.append(String.format(
                Locale.ROOT,
                "    %-28s %,10d calls %14s%n",
                row.name(),
                row.requests(),
                Amounts.dollars(row.charge()))));
    }
}
