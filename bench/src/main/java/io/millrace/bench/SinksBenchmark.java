package io.millrace.bench;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import java.util.ArrayList;
import java.util.List;

/** The sinks: rows a second into the tables by several ways, the job from end to end, and what dashboards wait for. */
public final class SinksBenchmark implements Benchmark {
    private static final int ROUNDS = 3;
    private static final int RAW_ROWS = 200_000;
    /** A system property: calls that the dashboards' rollups are of, for a shorter run than that of the target. */
    private static final String DASHBOARD_CALLS = "millrace.bench.dashboard.calls";

    private static final long DASHBOARD_CALLS_DEFAULT = 50_000_000;

    @Override
    public String name() {
        return "sinks";
    }

    @Override
    public List<Measurement> run() throws Exception {
        SinksTraffic traffic = new SinksTraffic(new SystemClock().nowMicros() - Micros.PER_HOUR, 1_000);
        List<Measurement> measurements = new ArrayList<>();
        try (Closeables open = Closeables.closedAtExit()) {
            SinksStage stage = new SinksStage(open);
            measurements.addAll(new SinksJob(stage, new StreamsStage(open)).measure(traffic, ROUNDS));
            measurements.addAll(new SinksParts(stage, traffic).measure(ROUNDS));
            measurements.addAll(new SinksRaw(stage, traffic.rows(0, RAW_ROWS)).measure(ROUNDS));
            measurements.addAll(new SinksUpserts(stage, traffic).measure(ROUNDS));
            long dashboardCalls = Long.getLong(DASHBOARD_CALLS, DASHBOARD_CALLS_DEFAULT);
            measurements.addAll(new DashboardBenchmark(stage, dashboardCalls).measure(ROUNDS));
        }
        return measurements;
    }
}
