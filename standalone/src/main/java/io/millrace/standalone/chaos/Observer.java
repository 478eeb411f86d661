package io.millrace.standalone.chaos;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.standalone.chaos.load.Acknowledged;
import io.millrace.standalone.chaos.load.ChaosLoad;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Looks how far the pipeline is, straight at the servers, past the faults of the network. Not thread-safe. */
final class Observer implements AutoCloseable {
    private static final String POSTED = "select count(*) from billing.drawdown_seen";
    private static final String DATABASE_LIMITS = "?connectTimeout=2&socketTimeout=10";
    private static final long MICROS_PER_MILLI = 1_000;

    private final GatewaySetup setup;
    private final ChaosLoad load;
    private final Clock clock;
    private final List<TopicPartition> usage;
    private final Admin admin;
    private final Tail rated;
    private final Tail drawn;
    private final Tail alerts;
    private final Deliveries deliveries;
    private final DatabaseAccess database;

    Observer(Endpoints endpoints, Topics topics, GatewaySetup setup, Deliveries deliveries, Clock clock) {
        this.setup = setup;
        this.load = setup.load();
        this.clock = clock;
        this.usage = partitions(topics.usage());
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", endpoints.kafka(), "request.timeout.ms", 2_000, "default.api.timeout.ms", 3_000));
        this.rated = new Tail(endpoints.kafka(), partitions(topics.rated()));
        this.drawn = new Tail(endpoints.kafka(), partitions(topics.drawdowns()));
        this.alerts = new Tail(endpoints.kafka(), partitions(topics.alerts()));
        this.deliveries = deliveries;
        Endpoints limited = new Endpoints(
                endpoints.kafka(), endpoints.registry(), endpoints.jdbcUrl() + DATABASE_LIMITS, endpoints.stripe());
        this.database = DatabaseAccess.open(limited, Login.OWNER);
    }

    static List<TopicPartition> partitions(Topic<?> topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            partitions.add(new TopicPartition(topic.name(), partition));
        }
        return partitions;
    }

    /** Milliseconds after the load began; negative before. */
    long nowMillis() {
        return (clock.nowMicros() - setup.startMicros()) / MICROS_PER_MILLI;
    }

    /**
     * One look.
     *
     * @throws ExecutionException when Kafka does not answer
     * @throws io.millrace.schemas.error.MillraceException when the database does not
     */
    Look look() throws ExecutionException, InterruptedException {
        long at = nowMillis();
        long gateway = gatewayMillis();
        long end = usageEnd();
        long metered = metered();
        long ratedRecords = rated.count();
        long stored = database.read(UsageTotalsReader::rows);
        long drawdowns = drawn.count();
        long posted = database.read(Observer::posted);
        long alerted = alerts.count();
        return new Look(
                at, gateway, end, metered, ratedRecords, stored, drawdowns, posted, alerted, deliveries.distinct());
    }

    /** Once the load is over, nothing is due any more. */
    private long gatewayMillis() {
        long answered = Acknowledged.answers(setup.acknowledged());
        if (answered >= load.emissions()) {
            return Long.MAX_VALUE;
        }
        return (load.from(answered).next().micros() - setup.startMicros()) / MICROS_PER_MILLI;
    }

    private long usageEnd() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        usage.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private long metered() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(Stack.STREAMS_GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        long sum = 0;
        for (TopicPartition partition : usage) {
            OffsetAndMetadata offset = committed.get(partition);
            sum += offset == null ? 0 : offset.offset();
        }
        return sum;
    }

    private static long posted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(POSTED)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        database.close();
        rated.close();
        drawn.close();
        alerts.close();
        admin.close();
    }
}
