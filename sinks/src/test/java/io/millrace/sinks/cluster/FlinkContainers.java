package io.millrace.sinks.cluster;

import io.millrace.sinks.testing.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Flink's distribution in two containers, a job manager in application mode and a task manager, with the jar of the job in
 * {@code usrlib}. On the host's network, since the servers of a test listen on its loopback.
 */
final class FlinkContainers implements AutoCloseable {
    static final String IMAGE = "flink:2.3.0-java21";
    static final Path JAR = Path.of("target", "millrace-sinks-flink.jar").toAbsolutePath();

    private static final String LIFE_SECONDS_MAX = "600";
    private static final String SETTINGS = "/etc/millrace/sinks.properties";

    private final List<String> names = new ArrayList<>();
    private final Path directory;
    private final String metricsPort;

    /** @param jobArguments of the form --name=value; they go into a file, as secrets should */
    FlinkContainers(Path directory, List<String> jobArguments) throws IOException {
        this.directory = Files.createDirectories(directory);
        metricsPort = ClusterConfiguration.freePort();
        Files.writeString(
                directory.resolve("sinks.properties"),
                jobArguments.stream().map(argument -> argument.substring(2)).collect(Collectors.joining("\n")));
        Path checkpoints = Files.createDirectories(directory.resolve("checkpoints"));
        Files.setPosixFilePermissions(checkpoints, PosixFilePermissions.fromString("rwxrwxrwx"));
        Map<String, String> common = new TreeMap<>(Map.of(
                "jobmanager.rpc.port", ClusterConfiguration.freePort(),
                "blob.server.port", ClusterConfiguration.freePort(),
                "rest.port", ClusterConfiguration.freePort(),
                "jobmanager.memory.process.size", "800m",
                "taskmanager.memory.process.size", "900m",
                "taskmanager.memory.managed.size", "8m",
                "taskmanager.host", "127.0.0.1",
                "execution.checkpointing.storage", "filesystem",
                "execution.checkpointing.dir", "file:///checkpoints"));
        start(common, List.of("standalone-job", "--job-classname", "io.millrace.sinks.UsageJobMain", SETTINGS));
        common.put(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        common.put("metrics.reporter.prom.port", metricsPort);
        start(common, List.of("taskmanager"));
    }

    /** Where the reporter of the task manager answers. */
    String metricsUrl() {
        return "http://127.0.0.1:" + metricsPort + "/metrics";
    }

    /** What both printed so far, for whoever must find out why there are no rows. */
    String logs() {
        return names.stream()
                .map(name -> Docker.command("logs", "--tail", "60", name).orElse(name + ": gone"))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        names.forEach(name -> Docker.command("rm", "-f", "-v", name));
    }

    private void start(Map<String, String> properties, List<String> arguments) {
        String name = "millrace-test-" + UUID.randomUUID();
        String text = properties.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        List<String> command = new ArrayList<>(List.of("run", "-d", "--network", "host", "--name", name));
        command.addAll(List.of("-e", "JOB_MANAGER_RPC_ADDRESS=127.0.0.1", "-e", "FLINK_PROPERTIES=" + text));
        command.addAll(List.of("-v", JAR + ":/opt/flink/usrlib/millrace-sinks-flink.jar:ro"));
        command.addAll(List.of("-v", directory.resolve("sinks.properties") + ":" + SETTINGS + ":ro"));
        command.addAll(List.of("-v", directory.resolve("checkpoints") + ":/checkpoints"));
        // Ends by itself when the test run was killed and cannot end it.
        command.addAll(List.of("--entrypoint", "timeout", IMAGE, LIFE_SECONDS_MAX, "/docker-entrypoint.sh"));
        command.addAll(arguments);
        names.add(name);
        if (Docker.command(command.toArray(String[]::new)).isEmpty()) {
            close();
            throw new IllegalStateException(IMAGE + ": not started (expected: docker runs it)");
        }
    }
}
