package io.millrace.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.NewIntent;
import io.millrace.schemas.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of answer of an HTTP server means for the money. */
@SuppressWarnings("NullAway.Init")
final class StripePaymentGatewayTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("mr:t:create:1");
    private static final NewIntent INTENT = new NewIntent("t", "w", 500, "cus_1", "pm_1");

    private final List<@Nullable String> keys = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private StripePaymentGateway gateway() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), url, false));
    }

    private static String error(String type, String code) {
        return "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\",\"message\":\"no\"}}";
    }

    @ParameterizedTest(name = "{0} {1} means {3}")
    @CsvSource({
        "400, invalid_request_error, payment_intent_unexpected_state, Refused",
        "400, idempotency_error, idempotency_key_mismatch, Conflicting",
        "401, invalid_request_error, api_key_expired, Unauthorized",
        "402, card_error, card_declined, Declined",
        "403, invalid_request_error, permission_denied, Unauthorized",
        "404, invalid_request_error, resource_missing, Refused",
        "409, idempotency_error, idempotency_key_in_use, Busy",
        "429, invalid_request_error, rate_limit, Busy",
        "400, invalid_request_error, lock_timeout, Busy",
        "500, api_error, none, Indeterminate",
        "503, api_error, none, Indeterminate",
    })
    void errorsAreToldApart(int httpStatus, String type, String code, String expected) {
        status = httpStatus;
        body = error(type, code);
        Answer answer = gateway().createIntent(INTENT, KEY);
        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(keys).as("one request, under our key").containsExactly(KEY.value());
    }

    @Test
    void anAnswerThatCannotBeReadLeavesTheOutcomeOpen() {
        status = 502;
        body = "<html>bad gateway</html>";
        assertThat(gateway().confirm("pi_1", "pm_1", KEY))
                .isInstanceOfAny(Answer.Unanswered.class, Answer.Indeterminate.class);
        status = 200;
        body = "<html>welcome to the hotel</html>";
        assertThat(gateway().confirm("pi_1", "pm_1", KEY))
                .isInstanceOfAny(Answer.Unanswered.class, Answer.Indeterminate.class);
    }

    @Test
    void noServerIsNoAnswer() {
        StripePaymentGateway gateway = gateway();
        server.stop(0);
        assertThat(gateway.confirm("pi_1", "pm_1", KEY)).isInstanceOf(Answer.Unanswered.class);
    }

    @Test
    void theDeclineCodeIsTheIssuersReason() {
        status = 402;
        body = "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\","
                + "\"decline_code\":\"insufficient_funds\",\"message\":\"no\"}}";
        assertThat(gateway().confirm("pi_1", "pm_1", KEY)).isEqualTo(new Answer.Declined("insufficient_funds"));
    }

    @Test
    void liveKeysAreRefusedUnlessAskedFor() {
        Secret live = new Secret("sk_live_1");
        assertThatThrownBy(() -> new StripeSettings(live, "https://api.stripe.com", false))
                .hasMessage("stripe api key: [redacted] (expected: a test key, sk_test_…)");
        assertThat(new StripeSettings(live, "https://api.stripe.com", true).apiKey())
                .isEqualTo(live);
        assertThatThrownBy(() -> new StripeSettings(new Secret("pk_test_1"), "https://api.stripe.com", true))
                .hasMessage("stripe api key: [redacted] (expected: a secret key)");
    }
}
