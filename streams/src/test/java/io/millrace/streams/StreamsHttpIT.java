package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.service.HttpSettings;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.metering.Prices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share two partitions: each answers for its own workspaces and sends the caller to the other. */
class StreamsHttpIT {
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = 50;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final long now = new SystemClock().nowMicros();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void eachInstanceAnswersForItsWorkspacesAndNamesTheOther() throws Exception {
        try (Cluster cluster = new Cluster(directory, TOPICS)) {
            prepare(cluster);
            try (StreamsApp one = start(cluster, "one");
                    StreamsApp two = start(cluster, "two")) {
                await().atMost(PATIENCE).until(() -> isReady(one) && isReady(two));
                await().atMost(PATIENCE)
                        .until(() -> cluster.read(TOPICS.rated()).size() == 2 * CALLS);
                await().atMost(PATIENCE).until(() -> redirects(one) + redirects(two) == 2);
                for (String workspace : new String[] {workspaceIn(0), workspaceIn(1)}) {
                    assertUsage(one, two, workspace);
                }
                assertThat(get(one.httpUrl() + "/metrics").body())
                        .contains("millrace_streams_state{state=\"RUNNING\"} 1")
                        .contains("millrace_streams_consumer_lag_records{")
                        .contains("millrace_streams_store_entries{store=\"scopes\"}")
                        .containsPattern("millrace_streams_store_bytes\\{store=\"scopes\"} [1-9]");
            }
        }
    }

    private void assertUsage(StreamsApp one, StreamsApp two, String workspace) throws Exception {
        String path = "/v1/scopes/" + workspace + "/WORKSPACE/" + workspace + "/usage";
        HttpResponse<String> first = get(one.httpUrl() + path);
        HttpResponse<String> owner = first.statusCode() == 307
                ? get(first.headers().firstValue("Location").orElseThrow())
                : first;
        assertThat(owner.statusCode()).isEqualTo(200);
        JsonNode usage = new ObjectMapper().readTree(owner.body());
        assertThat(usage.path("policies").path(0).path("used").longValue()).isEqualTo(CALLS);
        assertThat(usage.path("policies").path(0).path("remaining").longValue()).isEqualTo(1_000 - CALLS);
        String address = usage.path("instance").textValue();
        assertThat("http://" + address).isIn(one.httpUrl(), two.httpUrl());
        JsonNode budgets = new ObjectMapper()
                .readTree(get("http://" + address + "/v1/workspaces/" + workspace + "/budgets")
                        .body());
        assertThat(budgets.path("balance").path("charges").longValue()).isEqualTo(CALLS * 100_000L);
    }

    /** How many of the two workspaces an instance sends elsewhere. */
    private long redirects(StreamsApp app) throws Exception {
        long count = 0;
        for (int partition = 0; partition < 2; partition++) {
            String path = "/v1/workspaces/" + workspaceIn(partition) + "/budgets";
            count += get(app.httpUrl() + path).statusCode() == 307 ? 1 : 0;
        }
        return count;
    }

    private boolean isReady(StreamsApp app) throws Exception {
        return get(app.httpUrl() + "/health/ready").statusCode() == 200;
    }

    private void prepare(Cluster cluster) {
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"));
        cluster.write(TOPICS.prices(), price.priceId(), RatingMapping.toAvro(price), now);
        for (int partition = 0; partition < 2; partition++) {
            String workspace = workspaceIn(partition);
            Policy policy = thousandRequests(workspace);
            cluster.write(TOPICS.policies(), partition, policy.policyId(), BudgetMapping.toAvro(policy), now);
            for (int i = 0; i < CALLS; i++) {
                cluster.write(
                        TOPICS.usage(),
                        workspace,
                        UsageMapping.toAvro(Samples.usage(workspace, now + i, i, 100, 0)),
                        now + i);
            }
        }
        cluster.flush();
    }

    private static Policy thousandRequests(String workspace) {
        return new Policy(
                workspace + "/b",
                workspace,
                PolicyKind.BUDGET,
                Dimension.WORKSPACE,
                Policy.EACH_VALUE,
                Measure.REQUESTS,
                1_000,
                Period.LIFETIME,
                0,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(),
                List.of(),
                Action.BLOCK,
                false);
    }

    private static String workspaceIn(int partition) {
        int number = 0;
        while (Partitions.ofWorkspace("w" + number, 2) != partition) {
            number++;
        }
        return "w" + number;
    }

    private StreamsApp start(Cluster cluster, String name) {
        return StreamsApp.start(
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve(name))
                        .with(HttpSettings.onLoopback(0)),
                TOPICS);
    }

    private HttpResponse<String> get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
