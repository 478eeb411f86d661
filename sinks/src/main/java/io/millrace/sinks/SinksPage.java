package io.millrace.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.service.MetricSource;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.PrometheusText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the job, by the names that Flink's own reporter for Prometheus gives them: dashboards and rules need not know
 * whether the job runs here or in a cluster. Thread-safe.
 */
final class SinksPage implements MetricSource {
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final String JOB = "flink_jobmanager_job_";

    /** A metric of operators. */
    private enum Figure {
        PENDING("pendingRecords", "Records of Kafka that are not read yet."),
        ADDED("rowsAdded", "Calls and corrections added, since the job started."),
        UNDER_OTHER("rowsUnderOther", "Those that the rollups hold under other in some dimension."),
        UNREADABLE("rowsUnreadable", "Records set aside because they could not be read.");

        private final String id;
        private final String help;

        Figure(String id, String help) {
            this.id = id;
            this.help = help;
        }
    }

    /** @param operator as Flink's reporter writes it */
    private record Reading(Figure figure, String operator, String sum) {}

    private final LocalFlink flink;

    SinksPage(LocalFlink flink) {
        this.flink = flink;
    }

    @Override
    public void write(PrometheusText page) {
        FlinkRest rest = flink.rest();
        List<Reading> readings = new ArrayList<>();
        rest.job()
                .path("vertices")
                .forEach(vertex ->
                        readings.addAll(readings(rest, vertex.path("id").asText())));
        for (Figure figure : Figure.values()) {
            page.metric(OPERATOR + figure.id, MetricType.GAUGE, figure.help);
            readings.stream()
                    .filter(reading -> reading.figure() == figure)
                    .forEach(reading -> page.sample(
                            OPERATOR + figure.id, Map.of("operator_name", reading.operator()), reading.sum()));
        }
        writeCheckpoints(page, rest.checkpoints());
    }

    private static List<Reading> readings(FlinkRest rest, String vertex) {
        List<String> ids =
                rest.metrics(vertex).stream().filter(id -> figure(id) != null).toList();
        List<Reading> readings = new ArrayList<>();
        rest.sums(vertex, ids).forEach((id, sum) -> {
            Figure figure = figure(id);
            if (figure != null) {
                readings.add(new Reading(figure, operator(id), sum));
            }
        });
        return readings;
    }

    private static @Nullable Figure figure(String id) {
        for (Figure figure : Figure.values()) {
            if (id.endsWith("." + figure.id)) {
                return figure;
            }
        }
        return null;
    }

    private static String operator(String id) {
        return id.substring(0, id.lastIndexOf('.')).replaceAll("[^a-zA-Z0-9:_]", "_");
    }

    private static void writeCheckpoints(PrometheusText page, JsonNode checkpoints) {
        JsonNode counts = checkpoints.path("counts");
        gauge(page, "numberOfCompletedCheckpoints", "Checkpoints made.", counts.path("completed"));
        gauge(page, "numberOfFailedCheckpoints", "Checkpoints that failed.", counts.path("failed"));
        JsonNode latest = checkpoints.path("latest").path("completed");
        if (latest.has("end_to_end_duration")) {
            gauge(page, "lastCheckpointDuration", "Milliseconds.", latest.path("end_to_end_duration"));
            page.metric("millrace_sinks_checkpoint_timestamp_seconds", MetricType.GAUGE, "When the last one was made.")
                    .sample(
                            "millrace_sinks_checkpoint_timestamp_seconds",
                            Map.of(),
                            BigDecimal.valueOf(
                                            latest.path("latest_ack_timestamp").asLong(), 3)
                                    .toPlainString());
        }
    }

    private static void gauge(PrometheusText page, String name, String help, JsonNode value) {
        gauge(page, name, help, value.asLong());
    }

    private static void gauge(PrometheusText page, String name, String help, long value) {
        page.metric(JOB + name, MetricType.GAUGE, help).sample(JOB + name, value);
    }
}
