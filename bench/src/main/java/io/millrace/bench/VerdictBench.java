package io.millrace.bench;

import io.millrace.client.Call;
import io.millrace.client.CallVerdict;
import io.millrace.client.verdict.DecisionView;
import io.millrace.schemas.budget.Constraint;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The JMH methods of {@link VerdictBenchmark}: calls of six scopes, any of the million, in an order caches do not know. */
@State(Scope.Benchmark)
public class VerdictBench {
    private static final int CALLS = 1 << 12;
    private static final long SEED = 1;

    private final DecisionView packed = new DecisionView();
    private final VerdictMap map = new VerdictMap();
    private final Call[] calls = new Call[CALLS];
    private int next;

    /** Fills both views with the same decisions. */
    @Setup
    public void fill() {
        for (int i = 0; i < VerdictMap.DECISIONS; i++) {
            packed.apply(VerdictMap.decision(i));
            map.apply(VerdictMap.decision(i));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CALLS; i++) {
            calls[i] = VerdictMap.call(random);
        }
    }

    @Benchmark
    public CallVerdict packed() {
        return packed.verdict(call().scopeKeys(), VerdictMap.NOW);
    }

    @Benchmark
    public @Nullable Constraint map() {
        return map.verdict(call().scopes(), VerdictMap.NOW);
    }

    private Call call() {
        next = (next + 1) & (CALLS - 1);
        return calls[next];
    }
}
