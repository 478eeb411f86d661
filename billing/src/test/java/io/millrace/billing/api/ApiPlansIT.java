package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.billing.api.ApiHarness.Answer;
import io.millrace.billing.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans over HTTP: made, given, shown and left, and refused by the field that is wrong. */
@SuppressWarnings("NullAway.Init")
final class ApiPlansIT {
    private static final String BLOCK = "\"period\":\"month\",\"action\":\"block\"";

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static ApiHarness api;

    @BeforeAll
    static void serve() {
        database = TestDatabase.start(directory);
        api = new ApiHarness(database);
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static String limits(String limit) {
        return "{\"limits\":[" + limit + "]}";
    }

    private static Answer with(String key, HttpRequest.Builder request) {
        return api.send(request.setHeader("Authorization", "Bearer " + key));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path));
    }

    @Test
    void aPlanIsWhatItWasSetTo() {
        String body = "{\"name\":\"Pro\",\"fee\":\"49\",\"included\":\"25\",\"markup_ppm\":1200000,"
                + "\"own_key_markup_ppm\":50000,\"retention_class\":\"long\",\"limits\":["
                + "{\"measure\":\"charge\",\"amount\":\"500\"," + BLOCK + "},"
                + "{\"measure\":\"requests\",\"count\":60,\"period\":\"sliding\",\"window_seconds\":60,"
                + "\"action\":\"throttle\",\"dimension\":\"api_key\"}]}";
        Answer set = api.put("/v1/plans/whole", body);
        assertThat(set.status()).as(set.raw().body()).isEqualTo(200);
        assertThat(set.body().at("/limits/0/amount_nano").asText()).isEqualTo("500000000000");
        assertThat(set.body().at("/limits/1/count").asLong()).isEqualTo(60);
        assertThat(set.body().at("/limits/0/dimension").asText()).isEqualTo("workspace");
        assertThat(api.put("/v1/plans/whole", body).body()).as("again").isEqualTo(set.body());
        assertThat(listed("whole")).isEqualTo(set.body());
        JsonNode bare = api.put("/v1/plans/whole", "{}").body();
        assertThat(bare.get("name").asText()).isEqualTo("whole");
        assertThat(bare.get("markup_ppm").asLong()).isEqualTo(1_000_000);
        assertThat(bare.get("limits")).isEmpty();
        assertThat(listed("whole")).isEqualTo(bare);
    }

    private static JsonNode listed(String plan) {
        for (JsonNode row : api.get("/v1/plans?limit=100").body().get("data")) {
            if (row.get("id").asText().equals(plan)) {
                return row;
            }
        }
        throw new AssertionError(plan);
    }

    @Test
    void plansAreListedByPages() {
        api.put("/v1/plans/p-1", "{}");
        api.put("/v1/plans/p-2", "{}");
        JsonNode next = api.get("/v1/plans?limit=1&starting_after=p-1").body();
        assertThat(next.at("/data/0/id").asText()).isEqualTo("p-2");
        assertThat(next.get("data")).hasSize(1);
        assertThat(api.get("/v1/plans?starting_after=p-0")
                        .body()
                        .at("/error/param")
                        .asText())
                .isEqualTo("starting_after");
    }

    @Test
    void aWorkspaceIsPutOnAPlanAndLeavesIt() {
        String path = "/v1/workspaces/tenant/plan";
        api.put("/v1/plans/one", "{\"included\":\"5\"}");
        api.put("/v1/plans/two", "{}");
        assertThat(api.get(path).code()).isEqualTo("unknown_workspace_plan");
        assertThat(delete(path).status()).as("nothing to leave").isEqualTo(404);
        assertThat(api.put(path, "{\"plan\":\"none\"}").code()).isEqualTo("unknown_plan");
        JsonNode one = api.put(path, "{\"plan\":\"one\",\"zone\":\"Europe/Berlin\",\"fail_open\":false}")
                .body();
        assertThat(one.toString())
                .isEqualTo(
                        "{\"workspace\":\"tenant\",\"plan\":\"one\",\"zone\":\"Europe/Berlin\",\"fail_open\":false}");
        assertThat(api.get(path).body()).isEqualTo(one);
        JsonNode two = api.put(path, "{\"plan\":\"two\"}").body();
        assertThat(two.get("zone").asText()).as("as it was").isEqualTo("Europe/Berlin");
        assertThat(two.get("fail_open").asBoolean()).isFalse();
        Answer left = delete(path);
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.body().get("plan").isNull()).isTrue();
        assertThat(delete(path).body()).as("again").isEqualTo(left.body());
        assertThat(api.get("/v1/workspaces/tenant/credits/balance")
                        .body()
                        .get("balance")
                        .asText())
                .as("what was included stays")
                .isEqualTo("5.00");
    }

    private static Answer delete(String path) {
        return api.send(api.request(path).DELETE());
    }

    @Test
    void aKeyOfOneWorkspaceGetsItsOwnPlanAndNoList() {
        api.put("/v1/plans/keyed", "{}");
        api.put("/v1/workspaces/acme/plan", "{\"plan\":\"keyed\"}");
        String bound = api.newKey("acme", null, Scope.CREDITS_READ, Scope.CREDITS_WRITE);
        assertThat(with(bound, to("/v1/workspaces/acme/plan")).status()).isEqualTo(200);
        assertThat(with(bound, to("/v1/workspaces/other/plan")).status()).isEqualTo(403);
        assertThat(with(bound, to("/v1/plans")).code()).isEqualTo("workspace_not_allowed");
        HttpRequest.Builder put = to("/v1/plans/keyed")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(with(bound, put).code()).isEqualTo("workspace_not_allowed");
        String reader = api.newKey(null, null, Scope.CREDITS_READ);
        assertThat(with(reader, to("/v1/workspaces/acme/plan").DELETE()).code()).isEqualTo("scope_missing");
    }

    @Test
    void whatIsWrongIsNamed() {
        Map<String, String> params = Map.ofEntries(
                Map.entry("{\"fee\":\"0.001\"}", "fee"),
                Map.entry("{\"fee\":\"-1\"}", "fee"),
                Map.entry("{\"included\":\"-1\"}", "included"),
                Map.entry("{\"markup_ppm\":-1}", "markup_ppm"),
                Map.entry("{\"markup_ppm\":1.5}", "markup_ppm"),
                Map.entry("{\"own_key_markup_ppm\":1000000001}", "own_key_markup_ppm"),
                Map.entry("{\"name\":\" \"}", "name"),
                Map.entry("{\"retention_class\":\"\"}", "retention_class"),
                Map.entry("{\"price\":\"1\"}", "price"),
                Map.entry(limits("null"), "limits.0"),
                Map.entry(limits("{\"measure\":\"charge\"," + BLOCK + "}"), "limits.0.amount"),
                Map.entry(limits("{\"measure\":\"tokens\",\"amount\":\"1\"," + BLOCK + "}"), "limits.0.amount"),
                Map.entry(limits("{\"measure\":\"tokens\"," + BLOCK + "}"), "limits.0.count"),
                Map.entry(limits("{\"amount\":\"1\"," + BLOCK + "}"), "limits.0.measure"),
                Map.entry(limits("{\"measure\":\"charge\",\"amount\":\"-1\"," + BLOCK + "}"), "limits.0"),
                Map.entry(
                        limits("{\"measure\":\"charge\",\"amount\":\"1\",\"window_seconds\":5," + BLOCK + "}"),
                        "limits.0.window_seconds"));
        params.forEach((body, param) -> {
            Answer refused = api.put("/v1/plans/wrong", body);
            assertThat(refused.status()).as(body + refused.raw().body()).isEqualTo(400);
            assertThat(refused.body().at("/error/param").asText()).as(body).isEqualTo(param);
        });
        assertThat(api.put("/v1/plans/default", "{}").body().at("/error/param").asText())
                .isEqualTo("plan");
        String zone = "{\"plan\":\"wrong\",\"zone\":\"Mars\"}";
        assertThat(api.put("/v1/workspaces/acme/plan", zone)
                        .body()
                        .at("/error/param")
                        .asText())
                .isEqualTo("zone");
    }
}
