package io.millrace.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH methods of one class, each in a JVM of its own, and hands back average nanoseconds and allocated bytes per
 * call. The methods take turns fork by fork only as far as JMH does it: one method after the other, so a ratio of two is
 * of the same run, but not of the same second.
 */
final class Jmh {
    private static final int FORKS = 2;
    private static final int WARM_UP_ITERATIONS = 3;
    private static final int ITERATIONS = 5;
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private Jmh() {}

    /**
     * What was measured of one method, or of one method with one set of parameters.
     *
     * @param nanos nanoseconds per call, one value for each measured iteration of each fork
     * @param allocatedBytes bytes allocated per call, likewise
     */
    record Score(List<Double> nanos, List<Double> allocatedBytes) {}

    /**
     * Runs every benchmark method of the class, which is public and holds its own state.
     *
     * @param jvmOptions added to those of this JVM, such as a larger heap
     * @return scores by method name; where the class has parameters, by {@code method[value, value]}
     */
    static Map<String, Score> run(Class<?> type, String... jvmOptions) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + type.getName().replace("$", "[.$]") + "\\.")
                        .mode(org.openjdk.jmh.annotations.Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(FORKS)
                        .warmupIterations(WARM_UP_ITERATIONS)
                        .warmupTime(ITERATION)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(ITERATION)
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend(jvmOptions)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, Score> scores = new TreeMap<>();
        results.forEach(result -> scores.put(name(result.getParams()), score(result)));
        return scores;
    }

    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        List<String> values =
                params.getParamsKeys().stream().map(params::getParam).toList();
        return values.isEmpty() ? method : method + values;
    }

    private static Score score(RunResult result) {
        List<Double> nanos = new ArrayList<>();
        List<Double> allocated = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                nanos.add(iteration.getPrimaryResult().getScore());
                Result<?> bytes = iteration.getSecondaryResults().get(ALLOCATION);
                if (bytes != null) {
                    allocated.add(bytes.getScore());
                }
            }
        }
        return new Score(nanos, allocated);
    }
}
