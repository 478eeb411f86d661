package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.view.BenchView;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one benchmark of the bench module. */
@Command(name = "bench", description = "Run one benchmark, beside its baseline in the same run.")
public final class BenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "name of the benchmark, such as pipeline")
    private String name = "";

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        List<Benchmark> known = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        Benchmark chosen = known.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> MillraceException.user(
                        "BENCHMARK",
                        "benchmark",
                        name,
                        "one of " + known.stream().map(Benchmark::name).toList()));
        List<Measurement> measurements = chosen.run();
        System.out.print(json ? BenchView.json(measurements) : BenchView.table(measurements));
        return 0;
    }
}
