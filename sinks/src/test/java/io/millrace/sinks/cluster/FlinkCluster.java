package io.millrace.sinks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sinks.UsageJobMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A standalone cluster on loopback: one job manager and one task manager, each in a process of its own. */
final class FlinkCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final Configuration configuration;
    private final RestClusterClient<String> client;
    private final List<String> jobArguments;
    private final boolean application;
    private FlinkProcess jobManager;
    private FlinkProcess taskManager;

    private FlinkCluster(Path directory, List<String> jobArguments, boolean application) throws Exception {
        this.directory = directory;
        this.jobArguments = jobArguments;
        this.application = application;
        configuration = GlobalConfiguration.loadConfiguration(directory.toString());
        client = new RestClusterClient<>(configuration, "test");
        jobManager = startJobManager();
        taskManager = startTaskManager();
    }

    /** A cluster that waits for jobs. */
    static FlinkCluster session(Path directory, URI checkpoints) throws Exception {
        ClusterConfiguration.write(directory, checkpoints, Map.of());
        return new FlinkCluster(directory, List.of(), false);
    }

    /** A cluster that runs the job and nothing else, from a savepoint where there is one. */
    static FlinkCluster application(Path directory, URI checkpoints, @Nullable String from, List<String> jobArguments)
            throws Exception {
        ClusterConfiguration.write(
                directory,
                checkpoints,
                from == null ? Map.of() : Map.of(StateRecoveryOptions.SAVEPOINT_PATH.key(), from));
        return new FlinkCluster(directory, jobArguments, true);
    }

    /** {@code flink run -d}, in a process of its own. The job's classes are on the class path, so its jar is empty. */
    void run(List<String> arguments) throws IOException, InterruptedException {
        awaitTaskManager();
        Path jar = directory.resolve("job.jar");
        new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
        List<String> all = new ArrayList<>(List.of("run", "-d", "-c", UsageJobMain.class.getName(), jar.toString()));
        all.addAll(arguments);
        Path output = directory.resolve("client.log");
        Map<String, String> environment = Map.of("FLINK_CONF_DIR", directory.toString());
        try (FlinkProcess client = FlinkProcess.start(output, "256m", environment, CliFrontend.class.getName(), all)) {
            assertThat(client.await()).as(() -> text(output)).isZero();
        }
    }

    /** Waits until a job runs. */
    JobID awaitRunning() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(this::running, Optional::isPresent)
                .orElseThrow();
    }

    String stopWithSavepoint(JobID job, Path to) throws Exception {
        return client.stopWithSavepoint(job, false, to.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
    }

    /** Checkpoints that failed so far, or were completed. */
    long checkpoints(JobID job, String counted) throws IOException, InterruptedException {
        URI uri = URI.create(client.getWebInterfaceURL() + "/jobs/" + job + "/checkpoints");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher number = Pattern.compile("\"" + counted + "\":(\\d+)").matcher(body);
        return number.find() ? Long.parseLong(number.group(1)) : 0;
    }

    void killTaskManager() throws Exception {
        taskManager.kill();
        taskManager = startTaskManager();
    }

    /** In application mode the new one runs the job again by itself; returns when it does. */
    void killJobManager() throws Exception {
        JobID before = awaitRunning();
        jobManager.kill();
        jobManager = startJobManager();
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> running().filter(job -> !job.equals(before)).isPresent());
    }

    private Optional<JobID> running() throws ExecutionException, InterruptedException {
        return client.listJobs().get().stream()
                .filter(job -> job.getJobState() == JobStatus.RUNNING)
                .map(JobStatusMessage::getJobId)
                .findFirst();
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        taskManager.close();
        jobManager.close();
    }

    private void awaitTaskManager() {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client.getClusterOverview().get().getNumSlotsAvailable() >= 2);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FlinkProcess startJobManager() throws IOException {
        List<String> arguments = new ArrayList<>();
        if (application) {
            arguments.add(directory.toString());
            arguments.addAll(jobArguments);
        } else {
            arguments.addAll(List.of("--configDir", directory.toString()));
        }
        String main =
                application ? ApplicationCluster.class.getName() : StandaloneSessionClusterEntrypoint.class.getName();
        return FlinkProcess.start(directory.resolve("jobmanager.log"), "256m", Map.of(), main, arguments);
    }

    private FlinkProcess startTaskManager() throws IOException {
        return FlinkProcess.start(
                directory.resolve("taskmanager.log"),
                "384m",
                Map.of(),
                TaskManagerRunner.class.getName(),
                List.of("--configDir", directory.toString()));
    }
}
