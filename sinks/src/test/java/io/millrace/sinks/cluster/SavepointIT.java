package io.millrace.sinks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job in a session cluster, stopped under load with a savepoint, and gone on from it by another cluster, which is in
 * application mode. What the first one wrote is taken out of the database and Kafka's offsets are forgotten, so that only the
 * savepoint can tell where to go on, and no unique key hides a record that comes twice.
 */
class SavepointIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void nothingIsLostAndNothingComesTwice() throws Exception {
        try (Servers servers = new Servers(directory);
                RatedTopic topic = servers.rated()) {
            Load load = Load.start(topic, new Traffic(new Random(17)));
            Path savepoints = directory.resolve("savepoints");
            String savepoint;
            try (FlinkCluster session = FlinkCluster.session(
                    directory.resolve("session"),
                    directory.resolve("checkpoints").toUri())) {
                session.run(servers.jobArguments());
                var job = session.awaitRunning();
                awaitRows(servers, 2_000);
                savepoint = session.stopWithSavepoint(job, savepoints);
            }
            List<UUID> ids = eventIds(servers);
            long first = ids.size();
            TestingDatabases.execute(servers.database(), "truncate usage_event, usage_minute, usage_hour, usage_day");
            topic.forgetOffsets();
            List<UsageRow> sent;
            try (FlinkCluster application = FlinkCluster.application(
                    directory.resolve("application"),
                    directory.resolve("checkpoints").toUri(),
                    savepoint,
                    servers.jobArguments())) {
                application.awaitRunning();
                awaitRows(servers, 2_000);
                sent = load.stop();
                awaitRows(servers, sent.size() - first);
                // One more, behind all others: what would come twice has come by then.
                topic.commit(List.of(new Traffic(new Random(18)).row(Traffic.START - 1)));
                await().atMost(PATIENCE).until(() -> eventIds(servers).size() > sent.size() - first);
            }
            ids.addAll(eventIds(servers));
            assertThat(ids).doesNotHaveDuplicates().hasSize(sent.size() + 1);
            assertThat(ids)
                    .containsAll(sent.stream().map(row -> row.usage().eventId()).toList());
        }
    }

    private static void awaitRows(Servers servers, long rows) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Connection connection = servers.database().connect()) {
                return UsageTotalsReader.records(connection) >= rows;
            }
        });
    }

    private static List<UUID> eventIds(Servers servers) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Connection connection = servers.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select event_id from usage_event")) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
