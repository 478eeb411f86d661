package io.millrace.bench;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.SinksApp;
import io.millrace.sinks.SinksSettings;
import io.millrace.sinks.job.RatedSource;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.standalone.bench.Measurement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/**
 * Records a second of the whole job, calls and all three levels of rollups in the database, from a topic that is full
 * already, beside a job that reads and decodes the same records and discards them, and beside PostgreSQL's bare COPY of the
 * same calls. One task or session each, in turns.
 */
final class SinksJob {
    private static final long CALLS = 400_000;
    /** Not timed: the job starts. */
    private static final long SKIPPED = 100_000;

    /** To ask sums up the day, which must not take much of the two cores. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final SystemClock clock = new SystemClock();
    private final SinksStage database;
    private final StreamsStage kafka;
    private final List<Double> written = new ArrayList<>();
    private final List<Double> discarded = new ArrayList<>();
    private final List<Double> copied = new ArrayList<>();
    private int runs;

    SinksJob(SinksStage database, StreamsStage kafka) {
        this.database = database;
        this.kafka = kafka;
    }

    /** One round more than is counted, first, for the compilers. */
    List<Measurement> measure(SinksTraffic traffic, int rounds) throws Exception {
        kafka.fillRated(traffic, CALLS);
        BareCopy ready = null;
        for (int round = 0; round <= rounds; round++) {
            double discards = discards();
            double writes = writes();
            if (ready == null) {
                ready = BareCopy.of(database, (int) CALLS, SinksSettings.BATCH_ROWS);
            }
            double copies = ready.perSecond(database, clock);
            if (round > 0) {
                discarded.add(discards);
                copied.add(copies);
                written.add(writes);
            }
        }
        return List.of(
                new Measurement(
                        "job, calls and three levels of rollups",
                        "records/s",
                        written,
                        "the source, decoded and discarded",
                        discarded,
                        ">= 0.6x"),
                new Measurement("the same", "records/s", written, "bare COPY of the calls alone", copied, null));
    }

    private double writes() throws SQLException, ExecutionException, InterruptedException {
        database.empty();
        forgetOffsets();
        try (Connection asking = database.database().connect();
                SinksApp app = SinksApp.start(settings(), kafka.topics())) {
            double rate = new RecordCount(() -> written(asking), clock, POLL).perSecond(SKIPPED, CALLS);
            database.requireRows("usage_event", CALLS);
            return rate;
        }
    }

    private static long written(Connection asking) {
        try {
            return UsageTotalsReader.records(asking);
        } catch (SQLException e) {
            throw new IllegalStateException("database: no answer (expected: one)", e);
        }
    }

    private double discards() throws Exception {
        forgetOffsets();
        long before = DiscardSink.RECORDS.sum();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration(directory("discard")));
        env.fromSource(
                        RatedSource.of(
                                kafka.bootstrapServers(), kafka.topics().rated().name()),
                        WatermarkStrategy.noWatermarks(),
                        "read")
                .uid("read")
                .sinkTo(new DiscardSink(kafka.registryUrl()))
                .uid("discard");
        JobClient job = env.executeAsync("discard");
        try {
            return new RecordCount(() -> DiscardSink.RECORDS.sum() - before, clock).perSecond(SKIPPED, CALLS);
        } finally {
            job.cancel().get();
            env.close();
        }
    }

    /** As the sinks set Flink up in one process. */
    private static Configuration configuration(Path checkpoints) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, SinksSettings.CHECKPOINT_INTERVAL);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(RestOptions.BIND_PORT, "0");
        return flink;
    }

    private SinksSettings settings() {
        return new SinksSettings(
                KafkaAccess.plaintext(kafka.bootstrapServers()),
                RegistryAccess.at(kafka.registryUrl()),
                database.database().jdbcUrl(),
                database.database().user(),
                database.database().password(),
                directory("checkpoints"),
                directory("temporary"),
                1,
                SinksSettings.BATCH_ROWS,
                SinksSettings.FLUSH_INTERVAL,
                SinksSettings.CHECKPOINT_INTERVAL);
    }

    private Path directory(String name) {
        return database.directory().resolve(name + "-" + runs++);
    }

    /** The group begins at the start again. */
    private void forgetOffsets() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            boolean there = admin.listGroups().all().get().stream()
                    .anyMatch(group -> group.groupId().equals(RatedSource.GROUP));
            if (there) {
                admin.deleteConsumerGroups(List.of(RatedSource.GROUP)).all().get();
            }
        }
    }
}
