package io.millrace.streams;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The metering in a JVM of its own, set up by the environment as an operator does it. Not thread-safe. */
final class StreamsProcess implements AutoCloseable {
    /** Commits seldom, so that a kill finds a transaction open, which is aborted soon. */
    static final Map<String, String> SELDOM = Map.of("commit.interval.ms", "4000", "transaction.timeout.ms", "8000");
    /** Commits twice a second, and what a kill leaves open is aborted soon. */
    static final Map<String, String> OFTEN = Map.of("commit.interval.ms", "500", "transaction.timeout.ms", "3000");

    private static final long STOP_MAX_SECONDS = 30;

    private final Process process;

    private StreamsProcess(Process process) {
        this.process = process;
    }

    /**
     * @param directory gets the state directory and the log
     * @param name of the state directory, of the log and of the clients
     * @param settings as {@link StreamsSettings#read} takes them, beside the addresses, the state directory and the client id
     */
    static StreamsProcess start(Cluster cluster, Path directory, String name, Map<String, String> settings)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(StreamsMain.class, List.of()));
        Map<String, String> environment = builder.environment();
        settings.forEach((key, value) -> environment.put(variable(key), value));
        environment.put(variable("bootstrap.servers"), cluster.bootstrapServers());
        environment.put(variable("schema.registry.url"), cluster.registryUrl());
        environment.put(variable("state.dir"), directory.resolve(name).toString());
        environment.put(variable("client.id"), name);
        return new StreamsProcess(builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start());
    }

    /** Runs a main class of the test class path in a small JVM. */
    static List<String> command(Class<?> main, List<String> arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String variable(String key) {
        return "MILLRACE_STREAMS_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Kills it at a moment at which the condition holds. It is held still for each look: by itself it would go on, and commit,
     * between the look and the kill.
     */
    void killWhen(BooleanSupplier condition, Duration patience) throws InterruptedException {
        await().pollInterval(Duration.ofMillis(20)).atMost(patience).until(() -> {
            freeze();
            boolean holds = condition.getAsBoolean();
            if (!holds) {
                thaw();
            }
            return holds;
        });
        kill();
    }

    /** As an operator stops it: it commits and leaves the group. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running " + STOP_MAX_SECONDS + " s after SIGTERM (expected: stopped)");
        }
    }

    /** Of one that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    void freeze() throws IOException, InterruptedException {
        Signals.freeze(process);
    }

    void thaw() throws IOException, InterruptedException {
        Signals.thaw(process);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
