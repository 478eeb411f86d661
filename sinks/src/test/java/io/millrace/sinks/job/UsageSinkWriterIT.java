package io.millrace.sinks.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.database.RetryPolicy;
import io.millrace.sinks.database.UsageStore;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lock on the rollups holds a batch up in the middle of its transaction. */
@Timeout(60)
class UsageSinkWriterIT {
    private static final int BATCH = 100;
    private static final RetryPolicy IMPATIENT = new RetryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    private final List<UsageRow> rows = new Traffic(new Random(11)).rows(2 * BATCH, Traffic.START, Micros.PER_HOUR);
    private final SimpleCounter rowsAdded = new SimpleCounter();
    private final ScheduledExecutorService checkpoints = Executors.newSingleThreadScheduledExecutor();
    private Database database;
    private Connection locking;

    @BeforeAll
    static void startServer() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stopServer() {
        databases.close();
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = databases.migrated();
        locking = database.connect();
        locking.setAutoCommit(false);
    }

    @AfterEach
    void unlock() throws SQLException {
        checkpoints.shutdownNow();
        locking.close();
    }

    @Test
    void taskGathersTheNextBatchWhileOneIsWrittenAndACheckpointWaitsForBoth() throws Exception {
        lockRollups();
        UsageSinkWriter writer = writer(database, RetryPolicy.FIVE_MINUTES);
        write(writer, 0, 2 * BATCH - 1);
        awaitHeldUp();
        Future<?> checkpoint = checkpoints.submit(() -> {
            writer.flush(false);
            return null;
        });
        await().during(Duration.ofMillis(300)).until(() -> !checkpoint.isDone());
        locking.rollback();
        checkpoint.get();
        assertThat(rowsAdded.getCount()).isEqualTo(2 * BATCH - 1);
        assertSums(2 * BATCH - 1);
        writer.close();
    }

    @Test
    void timerHandsOverToAnIdleWriterAndLeavesTheBatchAloneWhileItIsBusy() throws Exception {
        lockRollups();
        UsageSinkWriter writer = writer(database, RetryPolicy.FIVE_MINUTES);
        Timers timers = new Timers(checkpoints);
        writer.flushEvery(500, timers);
        write(writer, 0, 10);
        timers.fire();
        awaitHeldUp();
        write(writer, 10, 20);
        timers.fire();
        locking.rollback();
        await().pollInSameThread().until(() -> {
            timers.fire();
            return TestingDatabases.number(database, "select coalesce(sum(requests), 0) from usage_day") == 20;
        });
        writer.close();
        assertSums(20);
    }

    @Test
    void noCheckpointPassesABatchThatCouldNotBeWritten() throws Exception {
        Database away = new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", new Secret(""));
        UsageSinkWriter writer = writer(away, IMPATIENT);
        write(writer, 0, BATCH);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> writer.flush(false))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo("DATABASE_AWAY"));
        }
        writer.close();
    }

    /** The batch goes in late, beside the same rows of the writer that took over: each is added once. */
    @Test
    void batchThatOutlivesItsWriterIsNotAddedTwice() throws Exception {
        lockRollups();
        UsageSinkWriter first = writer(database, RetryPolicy.FIVE_MINUTES);
        write(first, 0, BATCH + 1);
        awaitHeldUp();
        first.close();
        UsageSinkWriter second = writer(database, RetryPolicy.FIVE_MINUTES);
        write(second, 0, 2 * BATCH - 1);
        locking.rollback();
        second.flush(false);
        second.close();
        awaitNobodyElse();
        assertSums(2 * BATCH - 1);
    }

    @Test
    void unreadableRecordIsSetAsideBehindTheBatchBeingWritten() throws Exception {
        UsageSinkWriter writer = writer(database, RetryPolicy.FIVE_MINUTES);
        write(writer, 0, BATCH);
        writer.write(new byte[] {7}, new NoContext());
        write(writer, BATCH, BATCH + 1);
        writer.flush(true);
        writer.close();
        try (Connection connection = database.connect()) {
            assertThat(UsageTotalsReader.read(connection)).isEqualTo(Traffic.totals(rows.subList(0, BATCH + 1), 1));
        }
    }

    private UsageSinkWriter writer(Database target, RetryPolicy policy) {
        SinkCounters counters = new SinkCounters(rowsAdded, new SimpleCounter(), new SimpleCounter());
        UsageStore store = new UsageStore(target, policy, new SystemClock());
        RatedDecoder decoder = new RatedDecoder((topic, bytes) -> {
            if (bytes.length != Integer.BYTES) {
                throw new UnreadableRecordException(
                        UnreadableRecordException.Fault.UNREADABLE, "record: 1 byte (expected: 4)", null);
            }
            return RatedTopic.rated(rows.get(ByteBuffer.wrap(bytes).getInt()));
        });
        return new UsageSinkWriter(decoder, new WriterThread(store, counters, Duration.ofMillis(100)), BATCH, counters);
    }

    private static void write(UsageSinkWriter writer, int from, int to) throws InterruptedException {
        for (int row = from; row < to; row++) {
            writer.write(ByteBuffer.allocate(Integer.BYTES).putInt(row).array(), new NoContext());
        }
    }

    private void lockRollups() throws SQLException {
        try (Statement statement = locking.createStatement()) {
            statement.execute("lock table usage_day in exclusive mode");
        }
    }

    private void awaitHeldUp() {
        await().until(() -> TestingDatabases.number(
                        database,
                        "select count(*) from pg_locks where not granted and relation = 'usage_day'::regclass")
                > 0);
    }

    /** But for the one that asks and the one that locks. */
    private void awaitNobodyElse() {
        await().until(() -> TestingDatabases.number(
                        database, "select count(*) from pg_stat_activity where datname = current_database()")
                == 2);
    }

    private void assertSums(int written) throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(UsageTotalsReader.read(connection)).isEqualTo(Traffic.totals(rows.subList(0, written), 0));
        }
    }

    /** Timers that go off when they are told to. */
    private static final class Timers implements ProcessingTimeService {
        private final ScheduledExecutorService answers;
        private final Deque<ProcessingTimeCallback> registered = new ArrayDeque<>();

        Timers(ScheduledExecutorService answers) {
            this.answers = answers;
        }

        /** The only one there is: each registers the next. */
        void fire() throws Exception {
            registered.remove().onProcessingTime(0);
            assertThat(registered).hasSize(1);
        }

        @Override
        public long getCurrentProcessingTime() {
            return 0;
        }

        @Override
        public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
            registered.add(target);
            return answers.schedule(() -> {}, 0, TimeUnit.MILLISECONDS);
        }
    }

    private record NoContext() implements SinkWriter.Context {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return 0L;
        }
    }
}
