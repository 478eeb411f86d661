package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
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
 * @param registryUrl one URL, or several separated by commas
 * @param batchRows rows in a transaction, at most
 * @param flushInterval how long a row waits for others, at most
 * @param valuesMax values of a dimension that an hour of a workspace shows by themselves, at most
 */
record JobSettings(
        String bootstrapServers,
        String registryUrl,
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
            settings.database().migrate();
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(
                    FlinkSettings.ofJob(settings.checkpointInterval()));
            settings.define(env, topics);
            env.execute(UsageJob.NAME);
        }
    }

    /** Settings by their names, such as {@code sinks.batch.rows}; the problems are the reader's to report. */
    static JobSettings read(ConfigReader reader) {
        return new JobSettings(
                reader.text("kafka.bootstrap.servers", null),
                reader.text("registry.url", null),
                new Database(
                        reader.text("database.url", null),
                        reader.text("database.user", null),
                        reader.secret("database.password")),
                reader.integer("sinks.batch.rows", SinksSettings.BATCH_ROWS, 1, 100_000),
                millis(reader, "sinks.flush.interval.ms", SinksSettings.FLUSH_INTERVAL, 1, 60_000),
                reader.integer("sinks.values.max", UsageStore.VALUES_MAX, 1, 100_000),
                millis(reader, "sinks.checkpoint.interval.ms", SinksSettings.CHECKPOINT_INTERVAL, 100, 600_000));
    }

    /** Puts the job into an environment: the same one in every kind of cluster. */
    void define(StreamExecutionEnvironment env, Topics topics) {
        UsageJob.define(
                env,
                RatedSource.of(bootstrapServers, topics.rated().name()),
                new UsageSink(registryUrl, database, batchRows, flushInterval, valuesMax));
        SignalTopics signals = SignalTopics.of(topics);
        SignalPath.define(
                env,
                SignalSource.of(bootstrapServers, signals),
                new SignalSink(registryUrl, signals, database, batchRows, flushInterval));
    }

    private static Duration millis(ConfigReader reader, String name, Duration fallback, int min, int max) {
        return Duration.ofMillis(reader.integer(name, (int) fallback.toMillis(), min, max));
    }
}
