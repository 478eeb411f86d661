package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.api.ApiHarness.Answer;
import io.millrace.billing.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same Idempotency-Key moves money once. */
@SuppressWarnings("NullAway.Init")
final class ApiIdempotencyIT {
    private static final int THREADS = 8;
    private static final String GRANTS = "/v1/workspaces/acme/credits/grants";
    private static final String BODY = "{\"amount\":\"12.50\",\"category\":\"paid\"}";

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** A process that dies after the effect and before its answer is kept, for a number of times. */
    private record Dying(IdempotencyKeys keys, AtomicInteger deaths) implements IdempotencyKeys {
        @Override
        public Claim claim(Keyed keyed) {
            return keys.claim(keyed);
        }

        @Override
        public void settle(Keyed keyed, Claim.Taken claim, int status, String body) {
            if (deaths.getAndDecrement() > 0) {
                throw new IllegalStateException("killed");
            }
            keys.settle(keyed, claim, status, body);
        }

        @Override
        public void release(Keyed keyed, Claim.Taken claim) {
            keys.release(keyed, claim);
        }
    }

    private static long grants(ApiHarness api) {
        return TestDatabase.number(api.dataSource, "SELECT count(*) FROM billing.credit_grant");
    }

    @Test
    void aRepeatedCallIsAnsweredWithTheFirstAnswerAndDoesNothing() {
        try (ApiHarness api = new ApiHarness(database)) {
            Answer first = api.post(GRANTS, "k", BODY);
            Answer again = api.post(GRANTS, "k", " {\"category\": \"paid\", \"amount\": \"12.50\"}");
            assertThat(first.status()).isEqualTo(201);
            assertThat(first.header("Idempotent-Replayed")).isNull();
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.raw().body()).isEqualTo(first.raw().body());
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(api.post("/v1/workspaces/other/credits/grants", "k", BODY)
                            .header("Idempotent-Replayed"))
                    .as("a key belongs to its workspace")
                    .isNull();
            assertThat(grants(api)).isEqualTo(2);
        }
    }

    @Test
    void aKeyStandsForOneRequest() {
        try (ApiHarness api = new ApiHarness(database)) {
            api.post(GRANTS, "k", BODY);
            Answer other = api.post(GRANTS, "k", BODY.replace("12.50", "12.51"));
            assertThat(other.status()).isEqualTo(400);
            assertThat(other.code()).isEqualTo("idempotency_key_reused");
            assertThat(other.body().at("/error/type").asText()).isEqualTo("idempotency_error");
            assertThat(api.post("/v1/workspaces/acme/credits/top-ups", "k", "{\"amount\":\"12.50\"}")
                            .code())
                    .isEqualTo("idempotency_key_reused");
            assertThat(api.send(api.request(GRANTS)
                                    .header("Content-Type", "application/json")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(BODY)))
                            .code())
                    .isEqualTo("idempotency_key_missing");
            assertThat(grants(api)).isEqualTo(1);
        }
    }

    @Test
    void aRefusalOfTheLedgerIsKeptLikeAnyAnswer() {
        try (ApiHarness api = new ApiHarness(database)) {
            String trial = BODY.replace("paid", "trial");
            api.post(GRANTS, "first", trial);
            Answer refused = api.post(GRANTS, "second", trial);
            Answer again = api.post(GRANTS, "second", trial);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("trial_used");
            assertThat(again.raw().body()).isEqualTo(refused.raw().body());
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        }
    }

    @Test
    void callsAtTheSameTimeUnderOneKeyGrantOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ApiHarness api = new ApiHarness(database)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Answer>> sent = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                sent.add(threads.submit(() -> {
                    start.await();
                    return api.post(GRANTS, "same", BODY);
                }));
            }
            start.countDown();
            for (Future<Answer> answer : sent) {
                assertThat(answer.get().status()).isIn(201, 409);
                if (answer.get().status() == 409) {
                    assertThat(answer.get().code()).isEqualTo("idempotency_key_in_use");
                }
            }
            assertThat(api.post(GRANTS, "same", BODY).status()).isEqualTo(201);
            assertThat(grants(api)).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDeathBetweenTheEffectAndItsAnswerGrantsOnce() throws SQLException {
        AtomicInteger deaths = new AtomicInteger(1);
        try (ApiHarness api = new ApiHarness(database, keys -> new Dying(keys, deaths), ApiSettings.REQUESTS_MAX)) {
            assertThat(api.post(GRANTS, "k", BODY).status()).isEqualTo(500);
            assertThat(grants(api)).isEqualTo(1);
            assertThat(api.post(GRANTS, "k", BODY).code()).isEqualTo("idempotency_key_in_use");
            TestDatabase.execute(
                    api.dataSource, "UPDATE billing.api_idempotency SET lease_until = now() - interval '1 second'");
            Answer second = api.post(GRANTS, "k", BODY);
            assertThat(second.status()).isEqualTo(201);
            assertThat(second.header("Idempotent-Replayed")).isNull();
            assertThat(api.post(GRANTS, "k", BODY).header("Idempotent-Replayed"))
                    .isEqualTo("true");
            assertThat(grants(api)).isEqualTo(1);
        }
    }

    @Test
    void aVoidAndATopUpHappenOnceToo() {
        try (ApiHarness api = new ApiHarness(database)) {
            String id = api.post(GRANTS, "g", BODY).body().get("id").asText();
            Answer voided = api.post(GRANTS + "/" + id + "/void", "v", "{\"reason\":\"a mistake\"}");
            assertThat(voided.body().get("status").asText()).isEqualTo("voided");
            assertThat(api.post(GRANTS + "/" + id + "/void", "v", "{\"reason\":\"a mistake\"}")
                            .raw()
                            .body())
                    .isEqualTo(voided.raw().body());
            String path = "/v1/workspaces/acme/credits/top-ups";
            Answer none = api.post(path, "t", "{\"amount\":\"12.50\"}");
            assertThat(none.status()).isEqualTo(409);
            assertThat(none.code()).isEqualTo("no_payment_method");
            assertThat(api.post(path, "u", "{\"amount\":\"0.001\"}")
                            .body()
                            .at("/error/param")
                            .asText())
                    .isEqualTo("amount");
        }
    }
}
