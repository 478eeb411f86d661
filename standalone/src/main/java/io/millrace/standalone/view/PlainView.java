package io.millrace.standalone.view;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Lines, for an output that is no terminal: each event, and the progress every few seconds. Thread-safe. */
public final class PlainView implements RunView {
    private static final int EVENTS_MAX = 40;

    private final PrintStream out;
    private int events;

    public PlainView(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void note(String line) {
        out.println(line);
    }

    @Override
    public synchronized void event(String line) {
        events++;
        if (events <= EVENTS_MAX) {
            out.println("  " + line);
        }
    }

    @Override
    public synchronized void progress(Progress p) {
        long seconds = p.elapsed().toSeconds();
        out.println(String.format(
                Locale.ROOT,
                "%4d s  %,d of %,d played, %,d stored (%,d/s), %s charged, %,d refused, p99 %s",
                seconds,
                p.played(),
                p.total(),
                p.stored(),
                p.storedPerSecond(),
                Amounts.dollars(p.charged()),
                p.refused(),
                Amounts.millis(p.latency().p99Micros())));
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(2);
    }

    @Override
    public synchronized void close() {
        if (events > EVENTS_MAX) {
            out.println("  … and " + (events - EVENTS_MAX) + " more alerts; all of them are in millrace.alerts");
        }
    }
}
