package io.millrace.sinks;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** How Flink is set up inside one process: small, on loopback, and strict about what it would otherwise let pass. */
final class FlinkSettings {
    /** The newest, and two to fall back to. */
    private static final int CHECKPOINTS_KEPT = 3;

    private FlinkSettings() {}

    /** What the job asks of every cluster. */
    static Configuration ofJob(Duration checkpointInterval) {
        Configuration job = new Configuration();
        // Without these, a forgotten id or a slow serializer shows at the next restore, or never.
        job.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        job.set(PipelineOptions.GENERIC_TYPES, false);
        job.set(PipelineOptions.OBJECT_REUSE, true);
        job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        job.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // No sum depends on a checkpoint: storage that is full is no reason to read everything again.
        job.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        // Starting over is safe at any time, so it is tried for ever.
        job.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        job.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        job.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return job;
    }

    /** A cluster in this process, and the job in it. */
    static Configuration of(SinksSettings settings) {
        Configuration flink = ofJob(settings.checkpointInterval());
        checkpoints(flink, settings);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, settings.parallelism());
        // Flink unpacks a jar per start and leaves it there when the process is killed; here it is found again.
        flink.set(CoreOptions.TMP_DIRS, workingDirectory(settings).toString());
        flink.set(WebOptions.TMP_DIR, workingDirectory(settings).toString());
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(RestOptions.ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_PORT, "0");
        return flink;
    }

    /** The part of the temporary directory that is Flink's alone. */
    static Path workingDirectory(SinksSettings settings) {
        return settings.temporaryDirectory().toAbsolutePath().resolve("flink");
    }

    private static void checkpoints(Configuration flink, SinksSettings settings) {
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.checkpointDirectory().toAbsolutePath().toUri().toString());
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CHECKPOINTS_KEPT);
    }
}
