package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.standalone.dashboard.PrometheusPanels;
import io.millrace.standalone.service.LiveServices.Kind;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.RawPublishing;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doors of the services while calls come in. */
@Timeout(300)
class MonitorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern SAMPLE = Pattern.compile(
            "[a-zA-Z_:][\\w:]*(\\{(\\w+=\"([^\"\\\\]|\\\\.)*\",?)*})? -?[\\d.]+(E-?\\d+)?|\\w+_bucket.*");

    @TempDir
    static Path directory;

    private static LiveServices services;
    private static UsageLoad load;

    @BeforeAll
    static void start() throws Exception {
        services = LiveServices.in(directory);
        try (Publishing publishing = new Publishing(services.endpoints(), LiveServices.TOPICS)) {
            publishing.prices(List.of(UsageLoad.price()));
        }
        for (Kind kind : Kind.values()) {
            services.start(kind);
        }
        load = UsageLoad.start(services.endpoints());
        for (Kind kind : Kind.values()) {
            services.awaitReady(kind);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        load.close();
        services.close();
    }

    @Test
    void everyMetricOfARuleOrADashboardIsServed() throws Exception {
        Set<String> asked = new TreeSet<>();
        for (JsonNode rule : AlertRules.all()) {
            asked.addAll(AlertRules.metrics(rule.path("expr").asText()));
        }
        for (String query : PrometheusPanels.queries()) {
            asked.addAll(AlertRules.metrics(query));
        }
        assertThat(asked).hasSizeGreaterThan(20);
        // These services show no certificate; CertificateMetricsTest has some that do.
        asked.removeIf(metric -> metric.toLowerCase(Locale.ROOT).contains("certificate"));
        // Flink gathers its figures every ten seconds, and the first answer is empty.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(missing(asked)).isEmpty());
    }

    @Test
    void everyServiceSaysHowItsPartsAre() throws Exception {
        for (Kind kind : Kind.values()) {
            services.awaitReady(kind);
            JsonNode ready = new ObjectMapper()
                    .readTree(services.get(kind, "/health/ready").body());
            assertThat(ready.path("ready").asBoolean()).isTrue();
            assertThat(ready.path("state").asText()).isEqualTo("RUNNING");
            assertThat(ready.path("parts")).isNotEmpty();
            assertThat(services.get(kind, "/health/live").statusCode()).isEqualTo(200);
            assertThat(services.get(kind, "/nowhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void everyPageIsInPrometheusFormAndNamesItsBuild() throws Exception {
        for (Kind kind : Kind.values()) {
            HttpResponse<String> page = services.get(kind, "/metrics");
            assertThat(page.headers().firstValue("content-type").orElse("")).contains("version=0.0.4");
            String text = page.body();
            assertThat(text.lines().filter(line -> !line.startsWith("#")))
                    .allSatisfy(line -> assertThat(line).matches(SAMPLE));
            assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
            assertThat(text)
                    .contains(
                            "millrace_build_info{", "jvm_memory_used_bytes{area=\"heap\"}", "process_cpu_seconds_total")
                    .doesNotContain(LiveServices.CANARY);
        }
    }

    @Test
    void figuresAreThoseOfWhatWasDone() {
        await().atMost(PATIENCE).until(() -> value(Kind.BILLING, "millrace_billing_drawdowns_posted_total") > 0);
        await().atMost(PATIENCE).until(() -> value(Kind.STREAMS, "millrace_streams_records_rated_total") > 100);
        await().atMost(PATIENCE).until(() -> value(Kind.SINKS, "flink_taskmanager_job_task_operator_rowsAdded") > 100);
        await().atMost(PATIENCE)
                .until(() -> value(Kind.SINKS, "millrace_sinks_checkpoint_timestamp_seconds") > 1_000_000_000);
    }

    @Test
    void aRequestOfTheApiIsNamedToItsCallerAndInTheLog() throws Exception {
        HttpResponse<String> answer = services.getApi("/openapi.json", "X-Request-Id", "monitor-it-1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("monitor-it-1");
        String trace = "0af7651916cd43dd8448eb211c80319c";
        HttpResponse<String> traced =
                services.getApi("/openapi.json", "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        assertThat(traced.headers().firstValue("X-Request-Id")).hasValue(trace);
        List<String> lines = services.process(Kind.BILLING).output().lines().toList();
        assertThat(lines).anySatisfy(line -> {
            JsonNode context = new ObjectMapper().readTree(line).path("context");
            assertThat(context.path("request_id").asText()).isEqualTo("monitor-it-1");
        });
        assertThat(lines).anySatisfy(line -> {
            JsonNode context = new ObjectMapper().readTree(line).path("context");
            assertThat(context.path("trace_id").asText()).isEqualTo(trace);
        });
    }

    @Test
    void whatIsRefusedIsCountedAndNotInTheLog() throws Exception {
        String payload = "payload-of-a-person-4711";
        try (RawPublishing raw = new RawPublishing(services.endpoints())) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            raw.send(new ProducerRecord<>(LiveServices.TOPICS.usage().name(), bytes, bytes));
            raw.await();
        }
        String metric = "millrace_streams_rejected_total{reason=\"UNREADABLE\"} 1";
        await().atMost(PATIENCE)
                .until(() -> services.get(Kind.STREAMS, "/metrics").body().contains(metric));
        for (Kind kind : Kind.values()) {
            MainProcess process = services.process(kind);
            assertThat(process.output() + process.errors()).doesNotContain(payload, LiveServices.CANARY);
        }
    }

    /** Of the first sample of a metric; 0 where it has none. */
    private static double value(Kind kind, String metric) throws Exception {
        return services.get(kind, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    private static Set<String> missing(Set<String> asked) throws Exception {
        List<String> pages = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            pages.add(services.get(kind, "/metrics").body());
        }
        Set<String> missing = new TreeSet<>(asked);
        String all = String.join("\n", pages);
        all.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .forEach(missing::remove);
        return missing;
    }
}
