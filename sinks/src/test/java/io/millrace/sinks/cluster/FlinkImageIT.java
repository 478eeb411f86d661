package io.millrace.sinks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Docker;
import io.millrace.sinks.testing.RatedTopic;
import io.millrace.sinks.testing.Traffic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar of the job on Flink's own distribution, where docker has its image; elsewhere the test says that it has not. */
class FlinkImageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROWS = 200;
    private static final Pattern METRIC = Pattern.compile("flink_taskmanager_\\w+");

    @TempDir
    Path directory;

    @Test
    void applicationModeWritesEveryRecordAndReportsWhatThePanelsShow() throws Exception {
        if (!Docker.has(FlinkContainers.IMAGE)) {
            System.out.println("the jar on Flink's distribution: not tested (expected: docker, and "
                    + FlinkContainers.IMAGE + ")");
            return;
        }
        try (Servers servers = new Servers(directory.resolve("servers"));
                RatedTopic topic = servers.rated()) {
            List<UsageRow> sent = new Traffic(new Random(29)).rows(ROWS, Traffic.START, ROWS * 1_000L);
            topic.commit(sent);
            try (FlinkContainers flink = new FlinkContainers(directory.resolve("flink"), servers.jobArguments())) {
                try {
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() -> servers.totals().events().records() >= sent.size());
                } catch (ConditionTimeoutException e) {
                    throw new AssertionError(flink.logs(), e);
                }
                assertThat(servers.totals()).isEqualTo(Traffic.totals(sent, 0));
                String page = page(flink.metricsUrl());
                assertThat(metricsOfPanels())
                        .hasSizeGreaterThan(1)
                        .allMatch(metric -> page.contains("\n" + metric + "{"), "on the page " + page);
            }
        }
    }

    private static Set<String> metricsOfPanels() throws IOException {
        Set<String> metrics = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("..", "dashboards"), "*.json")) {
            for (Path file : files) {
                METRIC.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(metrics::add);
            }
        }
        return metrics;
    }

    private static String page(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
