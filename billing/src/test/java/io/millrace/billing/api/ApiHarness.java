package io.millrace.billing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.account.Closing;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.account.CloseStore;
import io.millrace.billing.postgres.account.StatusChanges;
import io.millrace.billing.postgres.api.ApiKeyStore;
import io.millrace.billing.postgres.api.IdempotencyStore;
import io.millrace.billing.postgres.checkout.CheckoutStore;
import io.millrace.billing.postgres.reconcile.ReconciliationRuns;
import io.millrace.billing.postgres.webhook.EventStore;
import io.millrace.billing.stripe.StripeEvents;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.SignatureCheck;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The API on a database of its own, and a client of it. Thread-safe. */
final class ApiHarness implements AutoCloseable {
    static final KeyHashes HASHES = new KeyHashes(List.of(new Secret("a pepper that only tests ever have")));
    private static final Secret PEPPER = new Secret("a pepper that only tests ever have");
    static final Secret WEBHOOK_SECRET = new Secret("whsec_of_the_tests");
    private static final ObjectMapper JSON = new ObjectMapper();

    final DataSource dataSource;
    final RouteTable table;
    private final ApiServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    /** Of all scopes and workspaces. */
    final String key;

    /** An answer, its body read as JSON. */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        String code() {
            return body.path("error").path("code").asText();
        }

        @Nullable
        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }
    }

    ApiHarness(TestDatabase database) {
        this(database, keys -> keys, ApiSettings.REQUESTS_MAX);
    }

    ApiHarness(TestDatabase database, UnaryOperator<IdempotencyKeys> idempotency, int requestsPerSecond) {
        dataSource = database.fresh();
        table = RouteTable.of(
                new CreditRoutes(dataSource, new SystemClock(), checkouts()),
                new StripeRoutes(inbox(dataSource), new ReconciliationRuns(dataSource)),
                new AccountRoutes(accounts()),
                new PlanRoutes(dataSource, new SystemClock()));
        server = ApiServer.start(
                new ApiSettings(ApiSettings.LOOPBACK, 0, List.of(PEPPER), requestsPerSecond),
                table,
                new ApiKeyStore(dataSource),
                idempotency.apply(new IdempotencyStore(dataSource)),
                new SystemClock());
        key = newKey(null, null, Scope.values());
    }

    /** Nothing runs that would go on with it. */
    private AccountDoor accounts() {
        CloseStore closes = new CloseStore(dataSource, new SystemClock(), StatusChanges.LOGGED);
        return new AccountDoor() {
            @Override
            public Closing close(String workspaceId, CloseTerms terms) {
                return closes.request(workspaceId, terms);
            }

            @Override
            public Optional<Closing> closing(String workspaceId) {
                return closes.find(workspaceId);
            }

            @Override
            public void reopen(String workspaceId, String reason) {
                closes.reopen(workspaceId, reason);
            }
        };
    }

    /** Stripe does not answer: the page comes later. */
    private CheckoutDoor checkouts() {
        CheckoutStore store = new CheckoutStore(dataSource, new TopUpStore(dataSource, new SystemClock()));
        return (workspace, cents, idempotencyKey, save) -> store.request(
                workspace, cents, idempotencyKey, "https://acme.example/billing", save, Duration.ofHours(1));
    }

    private static WebhookInbox inbox(DataSource dataSource) {
        return new WebhookInbox(
                new SignatureCheck(List.of(WEBHOOK_SECRET)),
                StripeEvents.of(new StripeSettings(new Secret("sk_test_api"), "http://127.0.0.1:9", false)),
                new EventStore(dataSource),
                /* live= */ false,
                new SystemClock());
    }

    String newKey(@Nullable String workspace, @Nullable Long expiresAtMicros, Scope... scopes) {
        KeyText text = KeyText.generate(new SecureRandom());
        new ApiKeyStore(dataSource)
                .add(new ApiKey(text.prefix(), "test", workspace, Set.of(scopes), expiresAtMicros), HASHES.hash(text));
        return text.text().reveal();
    }

    String url() {
        return server.url();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + key);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String idempotencyKey, String body) {
        return send(request(path)
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            return new Answer(response.statusCode(), JSON.readTree(body.isEmpty() ? "null" : body), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
