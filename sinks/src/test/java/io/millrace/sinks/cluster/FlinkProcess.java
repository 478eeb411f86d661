package io.millrace.sinks.cluster;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One process of a Flink cluster, with the class path of the tests; its output goes to a file. */
final class FlinkProcess implements AutoCloseable {
    private final Process process;

    private FlinkProcess(Process process) {
        this.process = process;
    }

    /** @param environment variables in addition to those of this process */
    static FlinkProcess start(
            Path output, String heap, Map<String, String> environment, String mainClass, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED", // as the scripts of Flink's distribution do
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                mainClass));
        command.addAll(arguments);
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new FlinkProcess(builder.start());
    }

    /** Runs to the end and gives the exit code. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
