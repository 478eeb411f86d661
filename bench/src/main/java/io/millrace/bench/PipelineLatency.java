package io.millrace.bench;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How soon a call can be seen, with everything at work at 5,000 calls a second: its decision in the view of a gateway, and its part in the
 * rollup of the minute. Beside it: the same bytes from a producer to a consumer of the same broker, at the same pace.
 */
final class PipelineLatency {
    private static final int ROUNDS = 3;
    private static final int CALLS = 25_000;
    private static final long PACE_NANOS = 200_000;
    private static final int PROBES = 200;
    private static final long PROBE_NANOS = 50_000_000;
    private static final int WORKSPACES = 100;
    private static final String PROBED = """
            SELECT coalesce(sum(requests), 0) FROM usage_minute WHERE workspace_id = ? AND bucket >= now() - interval '1 hour'
            """;

    private final SystemClock clock;
    private final Topics topics = Catalogue.topics();

    PipelineLatency(SystemClock clock) {
        this.clock = clock;
    }

    List<Measurement> measure() throws ExecutionException, InterruptedException {
        List<double[]> decided = new ArrayList<>();
        List<double[]> rolledUp = new ArrayList<>();
        List<double[]> echoed = new ArrayList<>();
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.temporary());
            Endpoints endpoints = Infrastructure.start(open, data, Ports.FREE, topics);
            StreamsTraffic traffic = new StreamsTraffic(WORKSPACES, CALLS, clock.nowMicros());
            seed(endpoints, traffic);
            Stack.start(open, endpoints, data, topics, clock);
            DatabaseAccess database = open.add(DatabaseAccess.open(endpoints, Login.OWNER));
            UsageClient client = open.add(UsageClient.start(
                    ClientSettings.defaults(endpoints.kafka(), endpoints.registry(), "bench"), topics, clock));
            Echo echo = new Echo(
                    endpoints.kafka(), AvroSerdes.at(endpoints.registry()).serializer(topics.usage()), clock);
            for (int round = 0; round <= ROUNDS; round++) {
                double[] decisions =
                        DecisionLatency.decisions(clock, client, traffic, round * CALLS, CALLS, PACE_NANOS);
                double[] rollups = rollups(client, database, round);
                double[] echoes = echo.latencies(traffic, CALLS, PACE_NANOS);
                // The first is the warm-up.
                if (round > 0) {
                    decided.add(decisions);
                    rolledUp.add(rollups);
                    echoed.add(echoes);
                }
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.addAll(quantiles("decision visible", decided, echoed));
        measurements.addAll(quantiles("rollup visible", rolledUp, echoed));
        return measurements;
    }

    private void seed(Endpoints endpoints, StreamsTraffic traffic) throws ExecutionException, InterruptedException {
        try (Publishing publishing = new Publishing(endpoints, topics)) {
            publishing.prices(List.of(traffic.price()));
            publishing.policies(traffic.policies());
        }
        try (Admin admin = Admin.create(endpoints.kafkaAccess().properties())) {
            admin.createTopics(List.of(new NewTopic(PassThrough.TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Of probes of one workspace, 20 a second, while others call 5,000 times a second; sorted milliseconds. */
    private double[] rollups(UsageClient client, DatabaseAccess database, int round) throws InterruptedException {
        long now = clock.nowMicros();
        StreamsTraffic crowd = new StreamsTraffic(WORKSPACES, 10, now);
        // A start of its own: calls of one number and one start have one event id.
        StreamsTraffic probe = new StreamsTraffic(1, 1, now - Micros.PER_SECOND);
        String workspace = "probe-" + round;
        AtomicBoolean over = new AtomicBoolean();
        Thread load = new Thread(() -> call(client, crowd, over), "bench-gateway");
        load.start();
        try {
            return DecisionLatency.latencies(
                    clock,
                    PROBE_NANOS,
                    PROBES,
                    i -> DecisionLatency.accept(client.publish(probe.callOf(workspace, i))),
                    i -> database.read(connection -> requests(connection, workspace)) > i);
        } finally {
            over.set(true);
            load.join();
        }
    }

    private void call(UsageClient client, StreamsTraffic crowd, AtomicBoolean over) {
        long start = clock.tickNanos();
        for (int i = 0; !over.get(); i++) {
            DecisionLatency.awaitNanos(clock, start + i * PACE_NANOS);
            DecisionLatency.accept(client.publish(crowd.call(i)));
        }
    }

    private static long requests(Connection connection, String workspace) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PROBED)) {
            statement.setString(1, workspace);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<Measurement> quantiles(String what, List<double[]> ours, List<double[]> echoed) {
        List<Measurement> measurements = new ArrayList<>();
        for (int percent : new int[] {50, 95, 99}) {
            measurements.add(new Measurement(
                    "publish to " + what + ", 5,000/s, p" + percent,
                    "ms",
                    at(ours, percent),
                    "produce to consume",
                    at(echoed, percent),
                    null));
        }
        return measurements;
    }

    private static List<Double> at(List<double[]> rounds, int percent) {
        return rounds.stream()
                .map(sorted -> sorted[sorted.length * percent / 100])
                .toList();
    }
}
