package io.millrace.bench;

import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger: drawdowns posted with a row each, beside pgbench's tpcb-like on the same PostgreSQL in turns; how long a batch
 * takes; and whether a drawdown costs the same when the ledger is large.
 */
public final class LedgerBenchmark implements Benchmark {
    /** A system property: minutes of one long run in place of three short ones. */
    private static final String MINUTES = "millrace.bench.ledger.minutes";
    /** A system property: drawdowns in millions that the ledger grows to, for the cost in a large one. */
    private static final String MILLIONS = "millrace.bench.ledger.millions";

    private static final int MILLIONS_DEFAULT = 2;
    private static final int ROUNDS = 3;
    private static final int ROUND_SECONDS = 20;
    private static final int WORKSPACES = 20_000;
    private static final int BATCH = 10_000;
    private static final int WARM_UP_SECONDS = 10;
    private static final long MILLION = 1_000_000;
    /** Drawdowns whose cost is measured at each size. */
    private static final long SAMPLE = 500_000;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<Measurement> run() throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        try (Closeables open = Closeables.closedAtExit()) {
            LedgerStage stage = new LedgerStage(open, WORKSPACES);
            LedgerRate ledger = new LedgerRate(stage, WORKSPACES, BATCH);
            ledger.run(WARM_UP_SECONDS, Long.MAX_VALUE);
            List<Measurement> costs = costs(stage, ledger); // first, while the ledger is small
            measurements.addAll(rates(stage, ledger));
            costs.add(cost(stage, ledger, costs.get(0).values()));
            measurements.addAll(costs);
            requireBooks(stage);
            double bytes = stage.number("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                    + " WHERE inhparent IN ('billing.transfer'::regclass, 'billing.drawdown_seen'::regclass)");
            measurements.add(Measurement.alone("disk: a drawdown", "bytes", List.of(bytes / drawdowns(stage))));
        }
        return measurements;
    }

    private static List<Measurement> rates(LedgerStage stage, LedgerRate ledger) throws Exception {
        Integer minutes = Integer.getInteger(MINUTES);
        int rounds = minutes == null ? ROUNDS : 1;
        int seconds = minutes == null ? ROUND_SECONDS : 60 * minutes;
        TpcbBaseline baseline = new TpcbBaseline(stage);
        List<Double> rates = new ArrayList<>();
        List<Double> baselines = new ArrayList<>();
        List<Double> slowest = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            baselines.add(baseline.perSecond(Math.min(seconds, 60)));
            stage.settle();
            LedgerRate.Run run = ledger.run(seconds, Long.MAX_VALUE);
            rates.add(run.perSecond());
            slowest.add(run.p99());
        }
        return List.of(
                new Measurement(
                        "drawdowns posted, with a row each",
                        "1/s",
                        rates,
                        baseline.words(),
                        baselines,
                        ">= 8x, >= 20,000/s"),
                new Measurement("batch of " + BATCH + ": p99", "ms", slowest, "", List.of(), "< 2,000 ms"));
    }

    /** At a million drawdowns, and at each tenfold of it up to the most. */
    private static List<Measurement> costs(LedgerStage stage, LedgerRate ledger) throws Exception {
        long most = Long.getLong(MILLIONS, MILLIONS_DEFAULT) * MILLION;
        List<Measurement> measurements = new ArrayList<>();
        for (long size = MILLION; size <= most; size = size < most ? Math.min(most, size * 10) : size + 1) {
            long now = drawdowns(stage);
            if (now < size) {
                ledger.run(Double.MAX_VALUE, size - now);
            }
            measurements.add(cost(
                    stage,
                    ledger,
                    measurements.isEmpty() ? List.of() : measurements.get(0).values()));
        }
        return measurements;
    }

    /** Microseconds a drawdown takes of the wall in a ledger of the present size, beside those in the small one. */
    private static Measurement cost(LedgerStage stage, LedgerRate ledger, List<Double> small) throws Exception {
        List<Double> micros = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            stage.settle();
            micros.add(1e6 / ledger.run(Double.MAX_VALUE, SAMPLE).perSecond());
        }
        String figure = "a drawdown among " + drawdowns(stage) / MILLION + " million";
        return small.isEmpty()
                ? Measurement.alone(figure, "us", micros)
                : new Measurement(figure, "us", micros, "the first", small, "<= 1.3x");
    }

    private static long drawdowns(LedgerStage stage) throws SQLException {
        return stage.number("SELECT sum(drawdowns) FROM billing.batch");
    }

    /** A rate of books that do not hold is none. */
    private static void requireBooks(LedgerStage stage) {
        List<String> differences = LedgerAudit.read(stage.dataSource()).differences();
        if (!differences.isEmpty()) {
            throw new IllegalStateException("books: " + differences + " (expected: no difference)");
        }
    }
}
