package io.millrace.bench;

import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What the stores keep of a run, on the disk, for each event of it: one copy of each topic, indexes and free room of tables included. */
final class PipelineBytes {
    private static final String TABLES = """
            SELECT CASE WHEN n.nspname = 'billing' THEN 'PostgreSQL, the ledger and billing'
                        WHEN c.relname LIKE 'usage_event%' THEN 'PostgreSQL, usage_event'
                        ELSE 'PostgreSQL, rollups, alerts and states' END AS store,
                   sum(pg_total_relation_size(c.oid)) AS bytes
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('public', 'billing') GROUP BY 1
            """;

    private final Endpoints endpoints;

    PipelineBytes(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Bytes of each event by store, its name beginning with whose it is. */
    Map<String, Double> of(long events) throws ExecutionException, InterruptedException {
        Map<String, Long> bytes = new TreeMap<>(topics());
        try (DatabaseAccess database = DatabaseAccess.open(endpoints, Login.OWNER)) {
            bytes.putAll(database.read(PipelineBytes::tables));
        }
        Map<String, Double> each = new TreeMap<>();
        bytes.forEach((store, size) -> each.put(store, (double) size / events));
        return each;
    }

    private Map<String, Long> topics() throws ExecutionException, InterruptedException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Admin admin = Admin.create(endpoints.kafkaAccess().properties())) {
            int broker = admin.describeCluster().nodes().get().iterator().next().id();
            admin.describeLogDirs(List.of(broker)).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .forEach(replica -> bytes.merge(
                            store(replica.getKey().topic()), replica.getValue().size(), Long::sum));
        }
        return bytes;
    }

    private static String store(String topic) {
        if (topic.endsWith("-changelog")) {
            return "Kafka, changelogs of the metering";
        }
        return switch (topic) {
            case "millrace.usage", "millrace.rated", "millrace.drawdowns", "millrace.decisions" -> "Kafka, " + topic;
            default -> "Kafka, other topics";
        };
    }

    private static Map<String, Long> tables(Connection connection) throws SQLException {
        Map<String, Long> bytes = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                bytes.put(rows.getString("store"), rows.getLong("bytes"));
            }
        }
        return bytes;
    }
}
