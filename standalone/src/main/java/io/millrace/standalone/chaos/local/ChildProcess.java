package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A component in a JVM of its own, on the class path of this one, which ends with it: its input ends when this process does.
 * Not thread-safe.
 */
final class ChildProcess {
    private static final long STOP_MAX_SECONDS = 40;
    /** Arguments: seconds, process ids. Prints once all are stopped; one that ended meanwhile does not count. */
    private static final String HOLD = "for p in $2; do kill -STOP $p || ! kill -0 $p || failed=1; done;"
            + " if [ -n \"$failed\" ]; then kill -CONT $2; exit 1; fi;"
            + " echo held; sleep $1; kill -CONT $2";

    private final Process process;
    private final Path ready;

    private ChildProcess(Process process, Path ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * What to start.
     *
     * @param log takes what the process logs and prints
     * @param ready a file that the process makes when it is up
     * @param variables of its environment, beside those of this process; those of a Millrace or a Stripe are taken out
     */
    record Start(Role role, Path log, Path ready, Map<String, String> variables, List<String> arguments) {
        Start {
            variables = Map.copyOf(variables);
            arguments = List.copyOf(arguments);
        }
    }

    static ChildProcess start(Start start) {
        try {
            Files.deleteIfExists(start.ready());
            ProcessBuilder builder = new ProcessBuilder(command(start));
            builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.startsWith("STRIPE_"));
            builder.environment().putAll(start.variables());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()))
                    .start();
            return new ChildProcess(process, start.ready());
        } catch (IOException e) {
            throw failed("start", start.role().component(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() {
        return process.isAlive() && Files.exists(ready);
    }

    /** As kill -9, of the process and those it started. */
    void kill() throws InterruptedException {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    /** SIGTERM, and the end awaited; killed after 40 seconds. Returns false in that case. */
    boolean terminate() throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            kill();
        }
        return ended;
    }

    /**
     * Holds the process and those it started still. It goes on by itself after the time, even if this process is no longer
     * there to say so. An error where one that is alive could not be stopped; none is then.
     */
    void pause(long millis) {
        String pids = String.join(
                " ",
                family().stream().map(member -> Long.toString(member.pid())).toList());
        String seconds = millis / 1_000 + "." + String.format(Locale.ROOT, "%03d", millis % 1_000);
        try {
            Process holding = new ProcessBuilder("sh", "-c", HOLD, "hold", seconds, pids)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (holding.getInputStream().read() < 0) {
                throw new IOException("one of them does not stop");
            }
        } catch (IOException e) {
            throw failed("pause", pids, e);
        }
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private static List<String> command(Start start) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + start.role().heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dmillrace.log=" + start.log(),
                "-cp",
                System.getProperty("java.class.path"),
                ComponentMain.class.getName(),
                start.role().component(),
                start.ready().toString()));
        command.addAll(start.arguments());
        return command;
    }

    private static MillraceException failed(String what, String whom, IOException e) {
        return new MillraceException(ErrorKind.RESOURCE, "COMPONENT", what + " " + whom + ": failed: " + e, e);
    }
}
