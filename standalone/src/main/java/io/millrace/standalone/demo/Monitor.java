package io.millrace.standalone.demo;

import io.millrace.client.UsageClient;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.view.Progress;
import io.millrace.standalone.view.RunView;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a run now and then and shows it. Its queries read the day rollups, which are few rows. */
final class Monitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final long CLOSE_MAX_MILLIS = 5_000;
    private static final int TOP = 5;
    private static final long PERCENT = 100;

    private final Sources sources;
    private final Stopwatch stopwatch;
    private final RunView view;
    private final Figures figures;
    private final long storedBefore;
    private final Thread thread;
    private long lastStored;
    private Duration lastAt = Duration.ZERO;
    private volatile boolean closing;

    /** Where the figures come from. */
    record Sources(
            BillingAccess billing,
            Figures figures,
            SimulatedGateway gateway,
            UsageClient client,
            Happenings happenings,
            LongSupplier played,
            long total) {}

    private Monitor(Sources sources, Stopwatch stopwatch, RunView view) {
        this.sources = sources;
        this.stopwatch = stopwatch;
        this.view = view;
        this.figures = sources.figures();
        this.storedBefore = figures.storedRecords();
        this.thread = new Thread(this::watch, "monitor");
        thread.setDaemon(true);
    }

    static Monitor start(Sources sources, Stopwatch stopwatch, RunView view) {
        Monitor monitor = new Monitor(sources, stopwatch, view);
        monitor.thread.start();
        return monitor;
    }

    /** How the run stands now. Figures of the stores are of all the data that is kept there. */
    synchronized Progress snapshot() {
        Duration at = stopwatch.sinceFirstRecord();
        long stored = figures.storedRecords() - storedBefore;
        long millis = Math.max(1, at.minus(lastAt).toMillis());
        long rate = (stored - lastStored) * 1_000 / millis;
        lastStored = stored;
        lastAt = at;
        return new Progress(
                at,
                sources.played().getAsLong(),
                sources.total(),
                stored,
                rate,
                sources.gateway().refused(),
                sources.gateway().throttled(),
                figures.charged(),
                figures.latency(),
                figures.topModels(TOP),
                figures.topWorkspaces(TOP),
                budgets());
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!closing) {
                sources.happenings().charges(sources.billing().recentCharges());
                view.progress(snapshot());
                TimeUnit.NANOSECONDS.sleep(view.period().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MillraceException e) {
            // The view is a convenience: the run goes on without it.
            LOG.warn("view stopped", e);
        }
    }

    private List<Progress.Budget> budgets() {
        return sources.client().decisions().stream()
                .filter(decision -> !decision.constraints().isEmpty())
                .sorted(Comparator.comparing(Monitor::first, Constraint.MOST_SEVERE_FIRST))
                .filter(decision -> usedPercent(first(decision)) >= PERCENT / 2)
                .limit(TOP)
                .map(Monitor::budget)
                .toList();
    }

    private static Progress.Budget budget(Decision decision) {
        Constraint constraint = first(decision);
        return new Progress.Budget(
                constraint.policyId(),
                decision.scope().dimension() + " " + decision.scope().value(),
                constraint.verdict().name(),
                usedPercent(constraint));
    }

    private static Constraint first(Decision decision) {
        return decision.constraints().get(0);
    }

    private static long usedPercent(Constraint constraint) {
        // In 128 bits: a limit may be anything a long holds.
        return constraint.limit() == 0
                ? PERCENT
                : BigInteger.valueOf(constraint.used())
                        .multiply(BigInteger.valueOf(PERCENT))
                        .divide(BigInteger.valueOf(constraint.limit()))
                        .longValue();
    }
}
