package io.millrace.standalone.view;

import io.millrace.standalone.chaos.ChaosListener;
import io.millrace.standalone.chaos.ChaosReport;
import io.millrace.standalone.chaos.FaultOutcome;
import io.millrace.standalone.chaos.plan.Fault;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chaos run for a person: a line for each fault as it comes and goes, and a table at the end. */
public final class ChaosView implements ChaosListener {
    private final PrintStream out;

    public ChaosView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void note(String line) {
        out.println(line);
    }

    @Override
    public void planned(List<Fault> plan) {
        out.printf(Locale.ROOT, "%d faults planned%n", plan.size());
        plan.forEach(fault -> out.printf(
                Locale.ROOT,
                "  %2d  %9s  %-8s%-10s for %7s%s%n",
                fault.number(),
                seconds(fault.atMillis()),
                fault.kind().label(),
                fault.component(),
                seconds(fault.lastsMillis()),
                amount(fault)));
    }

    @Override
    public void broken(Fault fault, long atMillis) {
        out.printf(
                Locale.ROOT,
                "%9s  %2d  %s for %s%s%n",
                seconds(atMillis),
                fault.number(),
                fault.label(),
                seconds(fault.lastsMillis()),
                amount(fault));
    }

    @Override
    public void recovered(FaultOutcome outcome) {
        out.printf(
                Locale.ROOT,
                "%9s  %2d  %s: up after %s, all caught up after %s%n",
                "",
                outcome.fault().number(),
                outcome.fault().label(),
                seconds(outcome.upMillis()),
                seconds(outcome.caughtUpMillis()));
    }

    /** Every fault, then kinds by components. Recovery is the time from the end of a fault. */
    public static String text(ChaosReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n faults              began     lasted         up  caught up%n"));
        report.faults().forEach(outcome -> text.append(line(outcome)));
        text.append(String.format(Locale.ROOT, "%n recovery            faults     median      worst%n"));
        groups(report).forEach((label, millis) -> text.append(row(label, millis)));
        text.append(String.format(Locale.ROOT, "%n alerts delivered again: %d%n", report.repeatedAlerts()));
        report.unaskedEnds().forEach(line -> text.append(String.format(" ! %s%n", line)));
        report.gaps().forEach(line -> text.append(String.format(" ✗ %s%n", line)));
        report.examples().forEach(line -> text.append(String.format(" ✗ %s%n", line)));
        return text.append(System.lineSeparator()).toString();
    }

    private static String line(FaultOutcome outcome) {
        return String.format(
                Locale.ROOT,
                " %-18s%9s  %9s  %9s  %9s%s%n",
                outcome.fault().label(),
                seconds(outcome.beganMillis()),
                seconds(outcome.lastedMillis()),
                seconds(outcome.upMillis()),
                seconds(outcome.caughtUpMillis()),
                amount(outcome.fault()));
    }

    private static Map<String, List<@Nullable Long>> groups(ChaosReport report) {
        Map<String, List<@Nullable Long>> groups = new TreeMap<>();
        for (FaultOutcome outcome : report.faults()) {
            Stream.of(
                            outcome.fault().label(),
                            outcome.fault().kind().label() + " (all)",
                            "(all) " + outcome.fault().component())
                    .forEach(label -> groups.computeIfAbsent(label, any -> new ArrayList<>())
                            .add(outcome.caughtUpMillis()));
        }
        return groups;
    }

    /** One that was not recovered from is the worst. */
    private static String row(String label, List<@Nullable Long> millis) {
        List<Long> seen = millis.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .sorted()
                .toList();
        boolean all = seen.size() == millis.size();
        Long median = seen.isEmpty() ? null : seen.get((seen.size() - 1) / 2);
        Long worst = all && !seen.isEmpty() ? seen.get(seen.size() - 1) : null;
        return String.format(
                Locale.ROOT, " %-18s%9d  %9s  %9s%n", label, millis.size(), seconds(median), seconds(worst));
    }

    private static String seconds(@Nullable Long millis) {
        return millis == null ? "not seen" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    private static String amount(Fault fault) {
        return switch (fault.kind()) {
            case DELAY -> "  (" + fault.amount() + " ms a piece)";
            case CLOCK -> "  (" + fault.amount() + " s)";
            default -> "";
        };
    }
}
