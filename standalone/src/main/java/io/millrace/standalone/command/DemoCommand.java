package io.millrace.standalone.command;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.demo.Demo;
import io.millrace.standalone.demo.RunSettings;
import io.millrace.standalone.demo.Speed;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.Connection;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.view.AuditView;
import io.millrace.standalone.view.EndpointsView;
import io.millrace.standalone.view.LiveView;
import io.millrace.standalone.view.Outcome;
import io.millrace.standalone.view.OutcomeView;
import io.millrace.standalone.view.PlainView;
import io.millrace.standalone.view.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything in one process, with traffic. */
@Command(
        name = "demo",
        description = "Start everything, replay traffic, report, audit; exit code 0 only if the audit holds.")
public final class DemoCommand implements Callable<Integer> {
    private static final long RECORDS_DEFAULT = 200_000;
    private static final Path CONNECTED = Path.of(".millrace", "connected");

    @Option(names = "--records", paramLabel = "N", description = "calls to play (default: 200000; of a trace, all)")
    private @Nullable Long records;

    @Option(names = "--seed", paramLabel = "S", description = "seed of the traffic (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--speed", paramLabel = "X|max", description = "times faster than life (default: max)")
    private String speed = "max";

    @Option(names = "--trace", paramLabel = "FILE", description = "replay this trace instead of the built-in workload")
    private @Nullable Path trace;

    @Option(names = "--format", paramLabel = "NAME", description = "format of the trace: azure, mooncake or servegen")
    private @Nullable String format;

    @Option(
            names = "--span",
            paramLabel = "TIME",
            description = "spread the calls of the built-in workload over this time, such as PT10M (default: P1D)")
    private @Nullable Duration span;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description =
                    "simulated end of the traffic, such as 2026-11-20T00:00:00Z (default: the last midnight, UTC)")
    private @Nullable Instant until;

    @Option(names = "--data", paramLabel = "DIR", description = "keep the data here (default: a temporary directory)")
    private @Nullable Path data;

    @Option(
            names = "--connect",
            paramLabel = "FILE",
            description =
                    "play through a Millrace that runs elsewhere, such as compose.env says; the run's journal is kept"
                            + " in --data (default: below .millrace/connected)")
    private @Nullable Path connect;

    @Option(names = "--keep", description = "stay up afterwards and say where to connect")
    private boolean keep;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws InterruptedException {
        long wanted = records != null ? records : trace == null ? RECORDS_DEFAULT : 0;
        RunSettings settings = new RunSettings(
                wanted,
                seed,
                trace == null ? null : trace.toString(),
                format,
                span == null ? null : (Long) span.toSeconds());
        Demo.Options options = Demo.Options.of(settings, Speed.parse(speed), ports.ports(), until);
        Connection connection = connect == null ? null : Connection.read(connect);
        Demo demo;
        Outcome outcome;
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory directory = open.add(directory(connection));
            Terminal.logTo(directory.file("millrace.log"));
            RunView view = Terminal.interactive() ? new LiveView(System.out) : new PlainView(System.out);
            Clock clock = new SystemClock();
            demo = connection == null
                    ? Demo.start(open, options, directory, clock, view)
                    : Demo.connect(open, options, directory, connection, clock, view);
            outcome = demo.run();
            view.close();
            System.out.print(OutcomeView.text(outcome));
            System.out.print(AuditView.table(outcome.audit()));
            if (keep) {
                demo.remember();
                System.out.print(EndpointsView.text(demo.endpoints(), directory.root()));
                Terminal.awaitEnd();
            }
        }
        if (data != null || connection != null) {
            demo.remember();
        }
        return outcome.audit().holds() ? 0 : 1;
    }

    /** One that runs elsewhere has a directory of its own: another one's runs say nothing about it. */
    private DataDirectory directory(@Nullable Connection connection) {
        if (data != null) {
            return DataDirectory.open(data);
        }
        return connection == null
                ? DataDirectory.temporary()
                : DataDirectory.open(CONNECTED.resolve(Catalogue.identity(connection.endpoints())));
    }
}
