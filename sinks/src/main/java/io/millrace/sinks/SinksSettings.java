package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the sinks need to know.
 *
 * @param registryUrl one URL, or several separated by commas
 * @param checkpointDirectory kept from run to run; the job goes on from the newest checkpoint in it
 * @param temporaryDirectory a subdirectory of it is emptied at each start
 * @param parallelism tasks that read and write, each with a connection of its own; up to the partitions of the topic
 * @param batchRows rows in a transaction, at most
 * @param flushInterval how long a row waits for others, at most
 */
public record SinksSettings(
        String bootstrapServers,
        String registryUrl,
        String jdbcUrl,
        String user,
        Secret password,
        Path checkpointDirectory,
        Path temporaryDirectory,
        int parallelism,
        int batchRows,
        Duration flushInterval,
        Duration checkpointInterval) {
    public static final int BATCH_ROWS = 30_000;
    public static final Duration FLUSH_INTERVAL = Duration.ofMillis(500);
    public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

    /** Settings by their names, such as {@code sinks.batch.rows}; the problems are the reader's to report. */
    public static SinksSettings read(ConfigReader reader) {
        return new SinksSettings(
                reader.text("kafka.bootstrap.servers", null),
                reader.text("registry.url", null),
                reader.text("database.url", null),
                reader.text("database.user", null),
                reader.secret("database.password"),
                Path.of(reader.text("sinks.checkpoint.directory", null)),
                Path.of(reader.text("sinks.temporary.directory", null)),
                reader.integer("sinks.parallelism", 1, 1, 128),
                reader.integer("sinks.batch.rows", BATCH_ROWS, 1, 100_000),
                Duration.ofMillis(
                        reader.integer("sinks.flush.interval.ms", (int) FLUSH_INTERVAL.toMillis(), 1, 60_000)),
                Duration.ofMillis(reader.integer(
                        "sinks.checkpoint.interval.ms", (int) CHECKPOINT_INTERVAL.toMillis(), 100, 600_000)));
    }
}
