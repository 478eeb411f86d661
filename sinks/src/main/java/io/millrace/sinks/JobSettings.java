package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.serde.RegistryProbe;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.job.RatedSource;
import io.millrace.sinks.job.UsageJob;
import io.millrace.sinks.job.UsageSink;
import io.millrace.sinks.signal.SignalPath;
import io.millrace.sinks.signal.SignalSink;
import io.millrace.sinks.signal.SignalSource;
import io.millrace.sinks.signal.SignalTopics;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What the job needs to know, wherever it runs.
 *
 * @param kafka how Kafka is reached, from where the tasks run too
 * @param registry how the schema registry is reached, from where the tasks run too
 * @param batchRows rows in a transaction, at most
 * @param flushInterval how long a row waits for others, at most
 * @param valuesMax values of a dimension that an hour of a workspace shows by themselves, at most
 */
record JobSettings(
        KafkaAccess kafka,
        RegistryAccess registry,
        Database database,
        int batchRows,
        Duration flushInterval,
        int valuesMax,
        Duration checkpointInterval) {
    /** The settings, and the topics by their number of partitions. */
    record Told(JobSettings settings, Topics topics) {
        /** Finishes the reader. */
        static Told read(ConfigReader reader) {
            Told told = new Told(JobSettings.read(reader), ServiceSettings.topics(reader));
            reader.finish();
            return told;
        }

        /** Brings the tables up to date, and hands the job to the cluster that calls; returns when the job has ended or is detached. */
        void execute() throws Exception {
            settings.prepare();
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(
                    FlinkSettings.ofJob(settings.checkpointInterval()));
            settings.define(env, topics);
            env.execute(UsageJob.NAME);
        }
    }

    /** Settings by their names, such as {@code sinks.batch.rows}; the problems are the reader's to report. */
    static JobSettings read(ConfigReader reader) {
        return new JobSettings(
                KafkaAccess.read(reader, "kafka."),
                registry(reader),
                new Database(
                        reader.text("database.url", null),
                        reader.text("database.user", null),
                        reader.secret("database.password")),
                reader.integer("sinks.batch.rows", SinksSettings.BATCH_ROWS, 1, 100_000),
                millis(reader, "sinks.flush.interval.ms", SinksSettings.FLUSH_INTERVAL, 1, 60_000),
                reader.integer("sinks.values.max", UsageStore.VALUES_MAX, 1, 100_000),
                millis(reader, "sinks.checkpoint.interval.ms", SinksSettings.CHECKPOINT_INTERVAL, 100, 600_000));
    }

    /** By the name it has in every service, or by the one it had here first. */
    private static RegistryAccess registry(ConfigReader reader) {
        String common = "schema.registry.";
        return RegistryAccess.read(reader, reader.text(common + "url", "").isEmpty() ? "registry." : common);
    }

    /**
     * Returns when the broker, the registry and the database have let the job in, and the tables are up to date.
     *
     * @throws io.millrace.schemas.error.MillraceException in one line, when one of them does not
     */
    void prepare() {
        KafkaProbe.require(kafka);
        RegistryProbe.require(registry);
        database.migrate();
    }

    /** Puts the job into an environment: the same one in every kind of cluster. */
    void define(StreamExecutionEnvironment env, Topics topics) {
        UsageJob.define(
                env,
                RatedSource.of(kafka, topics.rated().name()),
                new UsageSink(registry, database, batchRows, flushInterval, valuesMax));
        SignalTopics signals = SignalTopics.of(topics);
        SignalPath.define(
                env,
                SignalSource.of(kafka, signals),
                new SignalSink(registry, signals, database, batchRows, flushInterval));
    }

    private static Duration millis(ConfigReader reader, String name, Duration fallback, int min, int max) {
        return Duration.ofMillis(reader.integer(name, (int) fallback.toMillis(), min, max));
    }
}
