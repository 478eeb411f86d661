package io.millrace.standalone.view;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A panel that is redrawn in place, for a terminal that understands ANSI. Thread-safe. */
public final class LiveView implements RunView {
    private static final int EVENTS_SHOWN = 6;
    private static final int BAR_WIDTH = 40;
    private static final String CLEAR_LINE = "\u001b[2K";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final Deque<String> events = new ArrayDeque<>();
    private int drawn;

    public LiveView(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void note(String line) {
        // What was drawn stays above; the next panel begins below the note.
        drawn = 0;
        out.println(line);
    }

    @Override
    public synchronized void event(String line) {
        events.addLast(line);
        if (events.size() > EVENTS_SHOWN) {
            events.removeFirst();
        }
    }

    @Override
    public synchronized void progress(Progress p) {
        List<String> lines = new ArrayList<>();
        lines.add(bar(p));
        lines.add(String.format(
                Locale.ROOT,
                "stored %s%,d%s calls  %s%,d/s%s   charged %s%s%s   refused %,d   held back %,d",
                BOLD,
                p.stored(),
                PLAIN,
                BOLD,
                p.storedPerSecond(),
                PLAIN,
                BOLD,
                Amounts.dollars(p.charged()),
                PLAIN,
                p.refused(),
                p.throttled()));
        lines.add(String.format(
                "latency p50 %s  p95 %s  p99 %s",
                Amounts.millis(p.latency().p50Micros()),
                Amounts.millis(p.latency().p95Micros()),
                Amounts.millis(p.latency().p99Micros())));
        lines.add("");
        columns(lines, p);
        budgets(lines, p);
        lines.add(DIM + "alerts and charges" + PLAIN);
        events.forEach(event -> lines.add("  " + event));
        draw(lines);
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    public synchronized void close() {
        drawn = 0;
        out.println();
    }

    private static String bar(Progress p) {
        long total = Math.max(1, p.total());
        int filled = (int) Math.min(BAR_WIDTH, p.played() * BAR_WIDTH / total);
        return String.format(
                Locale.ROOT,
                "%s%s %3d %%  %,d of %,d played  %d s",
                "█".repeat(filled),
                "░".repeat(BAR_WIDTH - filled),
                p.played() * 100 / total,
                p.played(),
                p.total(),
                p.elapsed().toSeconds());
    }

    private static void columns(List<String> lines, Progress p) {
        lines.add(String.format("%s%-48s  %-48s%s", DIM, "top models", "top workspaces", PLAIN));
        int rows = Math.max(p.models().size(), p.workspaces().size());
        for (int i = 0; i < rows; i++) {
            lines.add(String.format("%-48s  %-48s", cell(p.models(), i), cell(p.workspaces(), i)));
        }
        lines.add("");
    }

    private static String cell(List<Progress.Spend> rows, int index) {
        if (index >= rows.size()) {
            return "";
        }
        Progress.Spend row = rows.get(index);
        return String.format(
                Locale.ROOT, "  %-22.22s %,9d %12s", row.name(), row.requests(), Amounts.dollars(row.charge()));
    }

    private static void budgets(List<String> lines, Progress p) {
        lines.add(DIM + "budgets and limits" + PLAIN);
        for (Progress.Budget budget : p.budgets()) {
            String color = budget.verdict().equals("ALLOW") ? YELLOW : RED;
            lines.add(String.format(
                    "  %s%-9s%s %3d %%  %-34s %s",
                    color, budget.verdict(), PLAIN, budget.usedPercent(), budget.policy(), budget.scope()));
        }
        lines.add("");
    }

    private void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
        for (int i = lines.size(); i < drawn; i++) {
            text.append(CLEAR_LINE).append('\n');
        }
        drawn = Math.max(drawn, lines.size());
        out.print(text);
        out.flush();
    }
}
