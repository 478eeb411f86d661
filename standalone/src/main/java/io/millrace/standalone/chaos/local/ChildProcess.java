package io.millrace.standalone.chaos.local;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A component in a JVM of its own, on the class path of this one, which ends with it: its input ends when this process does.
 * Not thread-safe.
 */
final class ChildProcess {
    private static final long STOP_MAX_SECONDS = 40;
    private static final long KILL_MAX_SECONDS = 20;
    /** For what a process started, once it has ended as it was asked to. */
    private static final long LEFT_MAX_SECONDS = 5;

    /** Arguments: seconds, process ids. Prints once all are stopped; one that ended meanwhile does not count. Ctrl-C does not end it. */
    private static final String HOLD =
            "trap '' HUP INT TERM; for p in $2; do kill -STOP $p || ! kill -0 $p || failed=1; done;"
                    + " if [ -n \"$failed\" ]; then kill -CONT $2; exit 1; fi;"
                    + " echo held; sleep $1; kill -CONT $2";

    private final Process process;
    private final Start start;

    private ChildProcess(Process process, Start start) {
        this.process = process;
        this.start = start;
    }

    /**
     * What to start.
     *
     * @param log takes what the process logs and prints
     * @param ready a file that the process makes when it is up
     * @param postgres directory of the PostgreSQL that the process starts, whose server is no child of it; null: it starts none
     * @param variables of its environment, beside those of this process; those of a Millrace or a Stripe are taken out
     */
    record Start(
            Role role,
            Path log,
            Path ready,
            @Nullable Path postgres,
            Map<String, String> variables,
            List<String> arguments) {
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
            return new ChildProcess(process, start);
        } catch (IOException e) {
            throw failed("start", start.role().component(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() {
        return process.isAlive() && Files.exists(start.ready());
    }

    /** As kill -9, of the process and those it started; returns once all are gone. */
    void kill() throws InterruptedException {
        kill(family());
        // A server that was just being started did not say yet who it is.
        kill(family());
    }

    private void kill(List<ProcessHandle> family) throws InterruptedException {
        family.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        for (ProcessHandle member : family) {
            if (!endsWithin(member, KILL_MAX_SECONDS)) {
                throw new MillraceException(
                        ErrorKind.RESOURCE, "COMPONENT", "process " + member.pid() + ": alive (expected: killed)");
            }
        }
    }

    /** SIGTERM, and the end awaited; killed after 40 seconds. Returns false in that case. */
    boolean terminate() throws InterruptedException {
        List<ProcessHandle> family = family();
        process.destroy();
        boolean ended = process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS);
        for (ProcessHandle member : family) {
            ended &= endsWithin(member, ended ? LEFT_MAX_SECONDS : 0);
        }
        kill();
        return ended;
    }

    private static boolean endsWithin(ProcessHandle member, long seconds) throws InterruptedException {
        try {
            member.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("process " + member.pid() + ": not watched", e);
        }
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

    /** A postmaster before its children, so that it is gone before it could start them again. */
    private List<ProcessHandle> family() {
        Path postgres = start.postgres();
        Stream<ProcessHandle> server =
                postgres == null ? Stream.of() : EmbeddedPostgresServer.postmaster(postgres).stream();
        return Stream.concat(Stream.of(process.toHandle()), server)
                .flatMap(head -> Stream.concat(Stream.of(head), head.descendants()))
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
