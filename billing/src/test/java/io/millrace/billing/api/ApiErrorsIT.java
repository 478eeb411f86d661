package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.billing.api.ApiHarness.Answer;
import io.millrace.billing.postgres.api.ApiKeyStore;
import io.millrace.billing.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and how. */
@SuppressWarnings("NullAway.Init")
final class ApiErrorsIT {
    private static final String CREDITS = "/v1/workspaces/acme/credits";
    private static final String GRANT = "{\"amount\":\"12.50\",\"category\":\"paid\"}";
    private static final int FUZZED = 400;

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static ApiHarness api;

    @BeforeAll
    static void serve() {
        database = TestDatabase.start(directory);
        api = new ApiHarness(database);
        api.post(CREDITS + "/grants", "first", GRANT);
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static Answer withAuthorization(String header, String path) {
        return api.send(HttpRequest.newBuilder(URI.create(api.url() + path)).header("Authorization", header));
    }

    private static void assertError(Answer answer, int status, String type, String code) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        JsonNode error = answer.body().get("error");
        TreeSet<String> fields = new TreeSet<>();
        error.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("code", "message", "param", "type");
        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).contains("(expected: ");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    private static void assertRefused(String authorization) {
        Answer answer = withAuthorization(authorization, CREDITS + "/balance");
        assertError(answer, 401, "authentication_error", "key_invalid");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.raw().body()).doesNotContain("mr_a", "mr_b");
    }

    @Test
    void aKeyThatIsNotInUseOpensNothing() {
        Answer none = api.send(HttpRequest.newBuilder(URI.create(api.url() + CREDITS + "/balance")));
        assertError(none, 401, "authentication_error", "key_missing");
        String good = api.key;
        assertRefused("Basic " + good);
        assertRefused("Bearer");
        assertRefused("Bearer sk_test_something");
        assertRefused("Bearer mr_aaaaaaaa_" + "b".repeat(43)); // nobody's prefix
        assertRefused("Bearer " + good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BB" : "AA"));
        assertRefused("Bearer " + api.newKey(null, 1L, Scope.CREDITS_READ)); // expired in 1970
        String revoked = api.newKey(null, null, Scope.CREDITS_READ);
        assertThat(withAuthorization("Bearer " + revoked, CREDITS + "/balance").status())
                .isEqualTo(200);
        assertThat(new ApiKeyStore(api.dataSource).revoke(revoked.substring(3, 11)))
                .isTrue();
        assertRefused("Bearer " + revoked);
        assertThat(withAuthorization("bearer " + good, CREDITS + "/balance").status())
                .isEqualTo(200);
    }

    @Test
    void aKeyOpensItsWorkspaceAndItsScopesAlone() {
        String reader = api.newKey("acme", null, Scope.CREDITS_READ);
        assertThat(withAuthorization("Bearer " + reader, CREDITS + "/balance").status())
                .isEqualTo(200);
        assertError(
                withAuthorization("Bearer " + reader, "/v1/workspaces/other/credits/balance"),
                403,
                "permission_error",
                "workspace_not_allowed");
        HttpRequest.Builder write = HttpRequest.newBuilder(URI.create(api.url() + CREDITS + "/grants"))
                .header("Authorization", "Bearer " + reader)
                .header("Idempotency-Key", "no")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(GRANT));
        assertError(api.send(write), 403, "permission_error", "scope_missing");
        String reconciler = api.newKey(null, null, Scope.RECONCILIATION_READ);
        assertThat(withAuthorization("Bearer " + reconciler, CREDITS + "/balance")
                        .code())
                .isEqualTo("scope_missing");
        long grants =
                TestDatabase.number(api.dataSource, "SELECT count(*) FROM billing.api_idempotency WHERE key = 'no'");
        assertThat(grants).isZero();
    }

    @Test
    void theTableOfKeysHasNoKey() {
        String rows = String.join("\n", TestDatabase.rows(api.dataSource, "SELECT * FROM billing.api_key"));
        assertThat(rows).contains(api.key.substring(3, 11)).doesNotContain(api.key.substring(12));
    }

    @Test
    void aBadRequestIsRefusedByTheNameOfWhatIsBad() {
        assertBad("{\"amount\":\"1\"}", "parameter_missing", "category");
        assertBad("{\"amount\":\"1\",\"category\":\"paid\",\"colour\":1}", "parameter_unknown", "colour");
        assertBad("{\"amount\":1,\"category\":\"paid\"}", "parameter_invalid", "amount");
        assertBad("{\"amount\":\"1e3\",\"category\":\"paid\"}", "parameter_invalid", "amount");
        assertBad("{\"amount\":\"0.0000000001\",\"category\":\"paid\"}", "parameter_invalid", "amount");
        assertBad("{\"amount\":\"9999999999\",\"category\":\"paid\"}", "parameter_invalid", "amount");
        assertBad("{\"amount\":\"-1\",\"category\":\"paid\"}", "parameter_invalid", "amount");
        assertBad("{\"amount\":\"1\",\"category\":\"bribe\"}", "parameter_invalid", "category");
        assertBad("{\"amount\":\"1\",\"category\":0}", "parameter_invalid", "category");
        assertBad("{\"amount\":\"1\",\"category\":\"paid\",\"priority\":1001}", "parameter_invalid", "priority");
        assertBad("{\"amount\":\"1\",\"category\":\"paid\",\"priority\":1.5}", "parameter_invalid", "priority");
        assertBad(
                "{\"amount\":\"1\",\"category\":\"paid\",\"expires_at\":\"soon\"}", "parameter_invalid", "expires_at");
        assertBad(
                "{\"amount\":\"1\",\"category\":\"paid\",\"expires_at\":\"+999999999-01-01T00:00:00Z\"}",
                "parameter_invalid",
                "expires_at");
        assertBad("{\"amount\":\"1\",\"category\":\"paid\",\"models\":[null]}", "parameter_invalid", "models");
        assertBad("{\"amount\":\"1\",\"amount\":\"2\",\"category\":\"paid\"}", "json_invalid", "null");
        assertBad("{\"amount\":\"1\",\"category\":\"paid\"} {}", "json_invalid", "null");
        assertBad("{", "json_invalid", "null");
        assertBad("null", "json_invalid", "null");
        assertBad("", "json_invalid", "null");
        assertBad("[1]", "json_invalid", "null");
        assertBadQuery("/balance?when=now", "parameter_unknown", "when");
        assertBadQuery("/balance?as_of=now", "parameter_invalid", "as_of");
        assertBadQuery("/grants?limit=0", "parameter_invalid", "limit");
        assertBadQuery("/grants?limit=5&limit=6", "parameter_invalid", "limit");
        assertBadQuery("/grants?starting_after=1", "parameter_invalid", "starting_after");
        assertBadQuery("/transactions?starting_after=1", "parameter_invalid", "starting_after");
        assertBadQuery("/transactions?type=lost", "parameter_invalid", "type");
        assertThat(TestDatabase.number(
                        api.dataSource, "SELECT count(*) FROM billing.api_idempotency WHERE key = 'bad'"))
                .as("a key is not spent on a request that is refused")
                .isZero();
    }

    private static void assertBad(String body, String code, String param) {
        Answer answer = api.post(CREDITS + "/grants", "bad", body);
        assertThat(answer.code()).as(body).isEqualTo(code);
        assertError(answer, 400, "invalid_request_error", code);
        assertThat(answer.body().at("/error/param").asText()).as(body).isEqualTo(param);
    }

    private static void assertBadQuery(String path, String code, String param) {
        Answer answer = api.get(CREDITS + path);
        assertError(answer, 400, "invalid_request_error", code);
        assertThat(answer.body().at("/error/param").asText()).isEqualTo(param);
    }

    @Test
    void whatNoRouteTakesIsRefusedInTheSameShape() throws IOException {
        assertError(api.get("/v1/nothing"), 404, "invalid_request_error", "route_unknown");
        assertError(
                api.get("/v1/workspaces/nobody/credits/balance"), 404, "invalid_request_error", "unknown_workspace");
        assertError(api.get(CREDITS + "/grants/x"), 404, "invalid_request_error", "unknown_grant");
        assertError(
                api.send(api.request(CREDITS + "/balance").DELETE()),
                405,
                "invalid_request_error",
                "method_not_allowed");
        HttpRequest.Builder text = api.request(CREDITS + "/grants")
                .header("Idempotency-Key", "text")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(GRANT));
        assertError(api.send(text), 415, "invalid_request_error", "media_type");
        assertError(
                api.post(CREDITS + "/grants", "large", " ".repeat(ApiServer.BODY_MAX) + GRANT),
                413,
                "invalid_request_error",
                "body_too_large");
        InputStream endless = InputStream.nullInputStream();
        byte[] large = " ".repeat(ApiServer.BODY_MAX + 1).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder chunked = api.request(CREDITS + "/grants")
                .header("Idempotency-Key", "chunked")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(large), endless)));
        assertError(api.send(chunked), 413, "invalid_request_error", "body_too_large");
        assertThat(raw("GET /v1/workspaces/%zz/credits/balance HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("\"error\":{");
        assertThat(raw("GET /../secret HTTP/1.1")).startsWith("HTTP/1.1 400").contains("\"error\":{");
    }

    private static String raw(String line) throws IOException {
        URI uri = URI.create(api.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whateverIsSentTheAnswerIsAnErrorInTheOneShapeAndNeverAFailure() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Route> routes = api.table.routes();
        for (int i = 0; i < FUZZED; i++) {
            Route route = routes.get(random.nextInt(routes.size()));
            Answer answer = api.send(fuzzed(route, random));
            assertThat(answer.status())
                    .as("seed %d: %s %s", seed, route.path(), answer.raw())
                    .isBetween(200, 499);
            if (answer.status() >= 400) {
                assertThat(answer.body().path("error").has("type")).isTrue();
            }
        }
    }

    private static HttpRequest.Builder fuzzed(Route route, Random random) {
        String path = route.path();
        for (String name : route.names()) {
            path = path.replace("{" + name + "}", name.equals("workspace") ? "acme" : word(random));
        }
        String query = random.nextInt(3) == 0
                ? "?" + pick(random, "limit", "starting_after", "type", "as_of") + "=" + word(random)
                : "";
        HttpRequest.Builder request = api.request(path + query)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "fuzz" + random.nextInt(50));
        return route.method() == Route.Method.GET
                ? request.GET()
                : request.method(route.method().name(), BodyPublishers.ofString(body(random)));
    }

    private static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    private static String word(Random random) {
        return pick(
                random,
                "1",
                "0",
                "-1",
                "99999999999999999999",
                "x",
                "%00",
                "%F0%9F%98%80",
                "a%20b",
                "00000000-0000-0000-0000-000000000000",
                "txn_1_1",
                "txn_999999999999999999_1",
                "2026-01-01T00:00:00Z",
                "%7C",
                "null");
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder("{");
        for (int i = random.nextInt(5); i >= 0; i--) {
            String name = pick(
                    random,
                    "amount",
                    "category",
                    "priority",
                    "effective_at",
                    "expires_at",
                    "models",
                    "reason",
                    "enabled",
                    "threshold",
                    "daily_max",
                    "payment",
                    "x");
            String value = pick(
                    random,
                    "\"1.00\"",
                    "\"25\"",
                    "\"paid\"",
                    "\"trial\"",
                    "null",
                    "1",
                    "-1",
                    "1e400",
                    "99999999999999999999",
                    "true",
                    "[]",
                    "[\"\"]",
                    "[1]",
                    "{}",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"2026-01-01T00:00:00Z\"",
                    "\"" + "9".repeat(300) + "\"",
                    "\"off_session\"");
            body.append('"').append(name).append("\":").append(value).append(i == 0 ? "" : ",");
        }
        return random.nextInt(10) == 0 ? body.toString() : body + "}";
    }

    @Test
    void aKeyThatAsksTooOftenAndAnAddressThatFailsTooOftenAreToldToWait() {
        try (ApiHarness slow = new ApiHarness(database, keys -> keys, 1)) {
            Answer answer = slow.get(CREDITS + "/grants");
            for (int i = 0; i < 5 && answer.status() != 429; i++) {
                answer = slow.get(CREDITS + "/grants");
            }
            assertError(answer, 429, "rate_limit_error", "rate_limited");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            Answer wrong = fail(slow);
            for (int i = 0; i < 60 && wrong.status() != 429; i++) {
                wrong = fail(slow);
            }
            assertError(wrong, 429, "rate_limit_error", "rate_limited");
            String other = slow.newKey(null, null, Scope.CREDITS_READ);
            HttpRequest.Builder good = HttpRequest.newBuilder(URI.create(slow.url() + CREDITS + "/grants"))
                    .header("Authorization", "Bearer " + other);
            assertThat(slow.send(good).code()).isEqualTo("unknown_workspace");
        }
    }

    private static Answer fail(ApiHarness harness) {
        return harness.send(HttpRequest.newBuilder(URI.create(harness.url() + CREDITS + "/balance"))
                .header("Authorization", "Bearer wrong"));
    }
}
