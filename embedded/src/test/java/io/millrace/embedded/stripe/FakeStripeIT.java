package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.StripeCollection;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.service.PaymentIntentService;
import io.millrace.embedded.ForkedJvm;
import io.millrace.embedded.FreePort;
import io.millrace.embedded.PortTakenException;
import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.HttpProbe.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Driven by the real stripe-java. */
final class FakeStripeIT {
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    private static final String[] FORM = {
        "Authorization", "Bearer sk_test_x", "Content-Type", "application/x-www-form-urlencoded"
    };

    @BeforeAll
    static void noTelemetry() {
        Stripe.enableTelemetry = false;
    }

    @Test
    void topUpIsCreatedConfirmedAndSurvivesARestart(@TempDir Path directory) throws StripeException {
        String customerId;
        PaymentIntent created;
        PaymentIntent paid;
        try (FakeStripe stripe = start(directory)) {
            StripeClient client = client(stripe);
            Customer customer = client.v1()
                    .customers()
                    .create(CustomerCreateParams.builder()
                            .setName("Acme")
                            .putMetadata("workspace", "w1")
                            .build());
            customerId = customer.getId();
            PaymentMethod card = attach(client, "pm_card_visa", customerId);
            created = intents(stripe).create(topUp(500, customerId, card.getId()), key("create-t1"));
            assertThat(created.getStatus()).isEqualTo("requires_confirmation");
            assertThat(created.getMetadata()).containsEntry("topup_id", "t1");
            assertThat(created.getCreated()).isEqualTo(NOW.getEpochSecond());
            assertThat(created.getClientSecret()).startsWith(created.getId() + "_secret_");
            assertThat(created.getLivemode()).isFalse();
            paid = intents(stripe).confirm(created.getId(), offSession(), key("confirm-t1"));
            assertPaid(paid, customerId, card.getId());
        }
        try (FakeStripe stripe = start(directory)) {
            PaymentIntent replayed = intents(stripe).confirm(created.getId(), offSession(), key("confirm-t1"));
            assertThat(replayed.getLastResponse().body())
                    .isEqualTo(paid.getLastResponse().body());
            assertThat(replayed.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                    .contains("true");
            assertThat(client(stripe).v1().customers().retrieve(customerId).getName())
                    .isEqualTo("Acme");
            assertPaid(intents(stripe).retrieve(created.getId()), customerId, paid.getPaymentMethod());
            assertThat(intents(stripe)
                            .create(topUp(700, customerId, "pm_card_visa"))
                            .getId())
                    .isNotEqualTo(created.getId());
        }
    }

    @Test
    void answeredRequestSurvivesKillNine(@TempDir Path directory) throws Exception {
        String answered;
        try (ForkedJvm owner = ForkedJvm.start(StripeOwnerMain.class, directory.toString())) {
            answered = owner.line();
            owner.kill();
        }
        try (FakeStripe stripe = FakeStripe.start(new FakeStripeOptions(directory, 0))) {
            Answer replayed = StripeOwnerMain.create(stripe);
            assertThat(replayed.body()).isEqualTo(answered).contains("\"name\":\"kept\"");
            assertThat(replayed.response().headers().firstValue("Idempotent-Replayed"))
                    .contains("true");
        }
    }

    private static void assertPaid(PaymentIntent paid, String customer, String paymentMethod) {
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getAmountReceived()).isEqualTo(500);
        assertThat(paid.getCurrency()).isEqualTo("usd");
        assertThat(paid.getCustomer()).isEqualTo(customer);
        assertThat(paid.getPaymentMethod()).isEqualTo(paymentMethod);
        assertThat(paid.getLatestCharge()).startsWith("ch_");
        assertThat(paid.getLastPaymentError()).isNull();
    }

    @Test
    void sameKeyIsExecutedOnceAndBelongsToItsParameters(@TempDir Path directory) throws StripeException {
        try (FakeStripe stripe = start(directory)) {
            PaymentIntent first = intents(stripe).create(topUp(500, null, "pm_card_visa"), key("k"));
            PaymentIntent again = intents(stripe).create(topUp(500, null, "pm_card_visa"), key("k"));
            assertThat(again.getId()).isEqualTo(first.getId());
            assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                    .isEmpty();
            assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                    .contains("true");
            assertThatThrownBy(() -> intents(stripe).create(topUp(501, null, "pm_card_visa"), key("k")))
                    .isInstanceOf(IdempotencyException.class);
            assertThat(list(stripe, PaymentIntentListParams.builder()).getData())
                    .hasSize(1);
        }
    }

    @Test
    void declineNamesItsReasonAndIsReplayedToo(@TempDir Path directory) throws StripeException {
        try (FakeStripe stripe = start(directory)) {
            String customer = client(stripe).v1().customers().create().getId();
            String card = attach(client(stripe), "pm_card_chargeDeclinedInsufficientFunds", customer)
                    .getId();
            String id = intents(stripe).create(topUp(500, customer, card)).getId();
            CardException declined = confirmDeclined(stripe, id, "confirm-1");
            assertThat(declined.getStatusCode()).isEqualTo(402);
            assertThat(declined.getCode()).isEqualTo("card_declined");
            assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
            assertThat(declined.getCharge()).startsWith("ch_");
            PaymentIntent embedded = declined.getStripeError().getPaymentIntent();
            assertThat(embedded.getId()).isEqualTo(id);
            assertThat(embedded.getStatus()).isEqualTo("requires_payment_method");
            assertThat(embedded.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");
            assertThat(embedded.getLastPaymentError().getPaymentMethod().getId())
                    .isEqualTo(card);
            assertThat(confirmDeclined(stripe, id, "confirm-1").getCharge()).isEqualTo(declined.getCharge());
            assertThat(confirmDeclined(stripe, id, "confirm-2").getCharge()).isNotEqualTo(declined.getCharge());
        }
    }

    private static CardException confirmDeclined(FakeStripe stripe, String id, String key) {
        var again = PaymentIntentConfirmParams.builder()
                .setOffSession(true)
                .setPaymentMethod(key.equals("confirm-1") ? null : "pm_card_chargeDeclined")
                .build();
        return catchThrowableOfType(CardException.class, () -> intents(stripe).confirm(id, again, key(key)));
    }

    @Test
    void errorsAreStripes(@TempDir Path directory) throws StripeException {
        try (FakeStripe stripe = start(directory)) {
            assertInvalid(404, "resource_missing", () -> intents(stripe).retrieve("pi_none"));
            assertInvalid(400, "amount_too_small", () -> intents(stripe).create(topUp(49, null, "pm_card_visa")));
            var unknown = PaymentIntentCreateParams.builder()
                    .setAmount(500L)
                    .setCurrency("usd")
                    .putExtraParam("colour", "red")
                    .build();
            assertInvalid(400, "parameter_unknown", () -> intents(stripe).create(unknown, key("k")));
            // A request that was refused for its form does not use up its key.
            PaymentIntent intent = intents(stripe).create(topUp(500, null, "pm_card_visa"), key("k"));
            intents(stripe).cancel(intent.getId());
            assertInvalid(
                    400,
                    "payment_intent_unexpected_state",
                    () -> intents(stripe).confirm(intent.getId()));
            StripeClient live = StripeClient.builder()
                    .setApiKey("sk_live_x")
                    .setApiBase(stripe.url())
                    .build();
            assertThatThrownBy(() -> live.v1().paymentIntents().retrieve(intent.getId()))
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    private static void assertInvalid(int status, String code, ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
            assertThat(refused.getStatusCode()).isEqualTo(status);
            assertThat(refused.getCode()).isEqualTo(code);
        });
    }

    @Test
    void autoPagingSeesEveryIntentOnceNewestFirst(@TempDir Path directory) throws StripeException {
        try (FakeStripe stripe = start(directory)) {
            String customer = client(stripe).v1().customers().create().getId();
            var created = new ArrayList<String>();
            for (int cents = 500; cents < 507; cents++) {
                created.add(intents(stripe)
                        .create(topUp(cents, customer, "pm_card_visa"))
                        .getId());
                intents(stripe).create(topUp(cents, null, "pm_card_visa"));
            }
            Collections.reverse(created);
            var seen = new ArrayList<String>();
            list(stripe, PaymentIntentListParams.builder().setCustomer(customer).setLimit(3L))
                    .autoPagingIterable()
                    .forEach(intent -> seen.add(intent.getId()));
            assertThat(seen).isEqualTo(created);
            var tomorrow = PaymentIntentListParams.Created.builder()
                    .setGte(NOW.getEpochSecond() + 1)
                    .build();
            assertThat(list(stripe, PaymentIntentListParams.builder().setCreated(tomorrow))
                            .getData())
                    .isEmpty();
        }
    }

    @Test
    void latestChargeIsExpandedOnDemand(@TempDir Path directory) throws StripeException {
        try (FakeStripe stripe = start(directory)) {
            String id = intents(stripe).create(topUp(500, null, "pm_card_visa")).getId();
            intents(stripe).confirm(id);
            Charge charge = intents(stripe)
                    .retrieve(
                            id,
                            PaymentIntentRetrieveParams.builder()
                                    .addExpand("latest_charge")
                                    .build())
                    .getLatestChargeObject();
            assertThat(charge.getPaid()).isTrue();
            assertThat(charge.getAmountCaptured()).isEqualTo(500);
            assertThat(client(stripe).v1().charges().retrieve(charge.getId()).getPaymentIntent())
                    .isEqualTo(id);
        }
    }

    @Test
    void keyOfARequestUnderWayIsRefused(@TempDir Path directory) throws Exception {
        var executing = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var readings = new AtomicInteger();
        InstantSource clock = () -> {
            if (readings.incrementAndGet() == 2) { // the first is of the key, the second of the execution
                executing.countDown();
                await(mayEnd);
            }
            return NOW;
        };
        try (FakeStripe stripe = FakeStripe.start(new FakeStripeOptions(directory, 0), clock)) {
            var first = CompletableFuture.supplyAsync(() -> createWithKey(stripe));
            await(executing);
            Answer second = createWithKey(stripe);
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.body()).contains("\"code\":\"idempotency_key_in_use\"");
            mayEnd.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
            Answer third = createWithKey(stripe);
            assertThat(third.body()).isEqualTo(first.get().body());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Answer createWithKey(FakeStripe stripe) {
        var headers = new ArrayList<>(List.of(FORM));
        headers.addAll(List.of("Idempotency-Key", "same"));
        try {
            return new HttpProbe(stripe.url())
                    .send("POST", "/v1/payment_intents", "amount=500&currency=usd", headers.toArray(String[]::new));
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void plainRequestsAreAnsweredAsJson(@TempDir Path directory) throws Exception {
        try (FakeStripe stripe = start(directory)) {
            var http = new HttpProbe(stripe.url());
            assertThat(http.send("GET", "/v1/customers/cus_1", "").status()).isEqualTo(401);
            Answer unknown = http.send("GET", "/v1/nowhere/at/all", "", FORM);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).startsWith("{\"error\":{\"type\":\"invalid_request_error\"");
            Answer broken = http.send("POST", "/v1/customers", "name=%zz", FORM);
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.response().headers().firstValue("Content-Type")).contains("application/json");
        }
    }

    @Test
    void takenPortIsNamedAndLeavesTheDirectoryFree(@TempDir Path directory) throws IOException {
        try (var socket = new ServerSocket(0, 1, FreePort.address())) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> FakeStripe.start(new FakeStripeOptions(directory, port)))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("stripe port: " + port + " (expected: a free port on 127.0.0.1)");
        }
        try (FakeStripe stripe = start(directory)) {
            assertThat(stripe.url()).startsWith("http://127.0.0.1:");
        }
    }

    private static FakeStripe start(Path directory) {
        return FakeStripe.start(new FakeStripeOptions(directory, 0), () -> NOW);
    }

    private static StripeClient client(FakeStripe stripe) {
        return StripeClient.builder()
                .setApiKey("sk_test_x")
                .setApiBase(stripe.url())
                .build();
    }

    private static PaymentIntentService intents(FakeStripe stripe) {
        return client(stripe).v1().paymentIntents();
    }

    private static StripeCollection<PaymentIntent> list(FakeStripe stripe, PaymentIntentListParams.Builder params)
            throws StripeException {
        return intents(stripe).list(params.build());
    }

    private static PaymentMethod attach(StripeClient client, String card, String customer) throws StripeException {
        return client.v1()
                .paymentMethods()
                .attach(
                        card,
                        PaymentMethodAttachParams.builder()
                                .setCustomer(customer)
                                .build());
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static PaymentIntentConfirmParams offSession() {
        return PaymentIntentConfirmParams.builder().setOffSession(true).build();
    }

    private static PaymentIntentCreateParams topUp(long cents, @Nullable String customer, String paymentMethod) {
        return PaymentIntentCreateParams.builder()
                .setAmount(cents)
                .setCurrency("usd")
                .setCustomer(customer)
                .setPaymentMethod(paymentMethod)
                .addPaymentMethodType("card")
                .putMetadata("topup_id", "t1")
                .build();
    }
}
