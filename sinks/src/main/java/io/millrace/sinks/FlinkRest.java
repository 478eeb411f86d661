package io.millrace.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a Flink cluster says of a job by its REST API. Thread-safe. */
final class FlinkRest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;

    /** @param base of the API, with the job: {@code http://host:port/jobs/id/} */
    FlinkRest(URI base) {
        this.base = base;
    }

    /** The job: its state, and its vertices. */
    JsonNode job() {
        return get("");
    }

    /** Counts of checkpoints, and the newest ones. */
    JsonNode checkpoints() {
        return get("checkpoints");
    }

    /** Names of the metrics that the subtasks of a vertex have. */
    List<String> metrics(String vertex) {
        List<String> ids = new ArrayList<>();
        get(path(vertex)).forEach(metric -> ids.add(metric.path("id").asText()));
        return ids;
    }

    /** Sums of metrics over the subtasks of a vertex, as plain numbers; without those that are not known yet. */
    Map<String, String> sums(String vertex, List<String> metrics) {
        Map<String, String> sums = new TreeMap<>();
        if (!metrics.isEmpty()) {
            String names = URLEncoder.encode(String.join(",", metrics), StandardCharsets.UTF_8);
            get(path(vertex) + "?agg=sum&get=" + names)
                    .forEach(metric -> sums.put(
                            metric.path("id").asText(),
                            metric.path("sum").decimalValue().toPlainString()));
        }
        return sums;
    }

    private static String path(String vertex) {
        return "vertices/" + vertex + "/subtasks/metrics";
    }

    private JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw failed(String.valueOf(answer.statusCode()), null);
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private static MillraceException failed(String what, @Nullable Exception cause) {
        return new MillraceException(
                ErrorKind.INTERNAL, "FLINK_REST", Expected.message("flink", what, "an answer of its REST API"), cause);
    }
}
