package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.job.UsageJob;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the sinks need to know.
 *
 * @param kafka how Kafka is reached
 * @param registry how the schema registry is reached
 * @param checkpointDirectory kept from run to run; the job goes on from the newest checkpoint in it
 * @param temporaryDirectory a subdirectory of it is emptied at each start
 * @param parallelism tasks that read and write, each with a connection of its own; up to the partitions of the topic
 * @param batchRows rows in a transaction, at most
 * @param flushInterval how long a row waits for others, at most
 * @param valuesMax values of a dimension that an hour of a workspace shows by themselves, at most
 */
public record SinksSettings(
        KafkaAccess kafka,
        RegistryAccess registry,
        String jdbcUrl,
        String user,
        Secret password,
        Path checkpointDirectory,
        Path temporaryDirectory,
        int parallelism,
        int batchRows,
        Duration flushInterval,
        Duration checkpointInterval,
        int valuesMax) {
    public static final int BATCH_ROWS = 30_000;
    public static final Duration FLUSH_INTERVAL = Duration.ofMillis(500);
    public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

    /** With the usual cap on values. */
    public SinksSettings(
            KafkaAccess kafka,
            RegistryAccess registry,
            String jdbcUrl,
            String user,
            Secret password,
            Path checkpointDirectory,
            Path temporaryDirectory,
            int parallelism,
            int batchRows,
            Duration flushInterval,
            Duration checkpointInterval) {
        this(
                kafka,
                registry,
                jdbcUrl,
                user,
                password,
                checkpointDirectory,
                temporaryDirectory,
                parallelism,
                batchRows,
                flushInterval,
                checkpointInterval,
                UsageStore.VALUES_MAX);
    }

    /** Settings by their names, such as {@code sinks.batch.rows}; the problems are the reader's to report. */
    public static SinksSettings read(ConfigReader reader) {
        JobSettings job = JobSettings.read(reader);
        return new SinksSettings(
                job.kafka(),
                job.registry(),
                job.database().jdbcUrl(),
                job.database().user(),
                job.database().password(),
                Path.of(reader.text("sinks.checkpoint.directory", null)),
                Path.of(reader.text("sinks.temporary.directory", null)),
                reader.integer("sinks.parallelism", 1, 1, UsageJob.MAX_PARALLELISM),
                job.batchRows(),
                job.flushInterval(),
                job.checkpointInterval(),
                job.valuesMax());
    }

    JobSettings job() {
        return new JobSettings(
                kafka,
                registry,
                new Database(jdbcUrl, user, password),
                batchRows,
                flushInterval,
                valuesMax,
                checkpointInterval);
    }
}
