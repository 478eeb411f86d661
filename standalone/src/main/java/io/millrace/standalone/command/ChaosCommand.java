package io.millrace.standalone.command;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.chaos.ChaosReport;
import io.millrace.standalone.chaos.ChaosRun;
import io.millrace.standalone.chaos.Target;
import io.millrace.standalone.chaos.local.LocalStart;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.FaultKind;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.view.AuditView;
import io.millrace.standalone.view.ChaosJson;
import io.millrace.standalone.view.ChaosView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in processes of their own, which are broken one after the other under load; then the audit. */
@Command(name = "chaos", description = "Break every component under load, and see whether every sum still holds.")
public final class ChaosCommand implements Callable<Integer> {
    private static final String RESULT = "chaos.json";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "3",
            description = "minutes of load with faults, 1 to 1440 (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "of the faults and the load (default: a random one, which is printed)")
    private @Nullable Long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "calls a second, 1 to 5000 (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--faults",
            paramLabel = "KINDS",
            defaultValue = "kill,restart,pause,cut,stall,delay,disk,clock",
            description = "kinds of faults (default: ${DEFAULT-VALUE})")
    private String faults = "";

    @Option(
            names = "--components",
            paramLabel = "NAMES",
            split = ",",
            description = "break only these, such as kafka,postgres (default: every one)")
    private Set<String> components = new HashSet<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "an empty directory for data, logs and chaos.json (default: a temporary one)")
    private @Nullable Path data;

    @Option(names = "--keep", description = "keep the temporary directory, also where every sum holds")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Clock clock = new SystemClock();
        long drawn = seed != null ? seed : clock.nowMicros() % 1_000_000;
        ChaosSettings settings = new ChaosSettings(minutes, drawn, rate, FaultKind.parse(faults), components);
        boolean temporary = data == null;
        Path root = data != null ? data : Files.createTempDirectory("millrace-chaos-");
        boolean holds = run(settings, root, clock);
        if (temporary && holds && !keep) {
            DataDirectory.delete(root);
        } else {
            System.out.printf("data, logs and %s are in %s%n", RESULT, root);
        }
        return holds ? 0 : 1;
    }

    private boolean run(ChaosSettings settings, Path root, Clock clock) throws InterruptedException {
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory directory = open.add(DataDirectory.open(root));
            requireEmpty(directory);
            Terminal.logTo(directory.file("millrace.log"));
            ChaosView view = new ChaosView(System.out);
            view.note("seed " + settings.seed() + "; starting every component in a process of its own; logs in "
                    + directory.directory("logs"));
            Topics topics = Catalogue.topics();
            Target target = LocalStart.start(open, directory, settings, topics, clock, view::note);
            ChaosReport report = new ChaosRun(open, target, settings, topics, clock, view).run(directory.root());
            write(directory.file(RESULT), ChaosJson.text(report));
            System.out.print(ChaosView.text(report));
            System.out.print(AuditView.table(report.audit()));
            if (!report.holds()) {
                explain(report, target);
            }
            return report.holds();
        }
    }

    /** Faults and load of two runs do not mix, and no data of another Millrace is broken. */
    private static void requireEmpty(DataDirectory directory) {
        if (!directory.isEmpty()) {
            throw MillraceException.user("DATA_IN_USE", "--data", directory.root(), "an empty directory");
        }
    }

    private static void explain(ChaosReport report, Target target) {
        System.out.printf("seed %d: failed%n", report.settings().seed());
        List<String> components = report.faults().stream()
                .filter(outcome -> outcome.caughtUpMillis() == null)
                .map(outcome -> outcome.fault().component())
                .distinct()
                .toList();
        for (String component : components) {
            System.out.printf("last lines of %s%n", component);
            target.lastLines(component).forEach(line -> System.out.println("    " + line));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "RESULT", file + ": not written: " + e, e);
        }
    }
}
