package io.millrace.standalone.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main of the class path in a process of its own, set up by variables and arguments as an operator does it. Not thread-safe. */
final class MainProcess implements AutoCloseable {
    private static final long END_MAX_SECONDS = 90;
    private static final List<String> FLINK = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED");

    private final Process process;
    private final Path output;
    private final Path errors;

    private MainProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** @param directory gets its output, named after the main */
    static MainProcess start(Path directory, Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLINK);
        command.addAll(List.of(
                "-Xmx384m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve(main.getSimpleName() + ".out");
        Path errors = directory.resolve(main.getSimpleName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new MainProcess(
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start(),
                output,
                errors);
    }

    /** Runs to the end and gives the exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(END_MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + END_MAX_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** As an operator stops it. */
    void terminate() {
        process.destroy();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
