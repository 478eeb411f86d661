package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.HttpProbe.Answer;
import io.millrace.embedded.stripe.core.IdempotencyKeys;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.fault.Fault;
import io.millrace.embedded.stripe.fault.FaultPlan;
import io.millrace.embedded.stripe.model.Subscription.Status;
import io.millrace.embedded.stripe.model.TestCard;
import io.millrace.embedded.stripe.webhook.WebhookPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the stand-in can do: faults, webhooks, the hand of who tests. */
final class StripeControlIT {
    private static final String CREATE =
            "amount=500&currency=usd&payment_method=pm_card_visa&confirm=true" + "&metadata[topup_id]=t1";

    @TempDir
    private Path directory;

    private FakeStripe stripe;
    private StripeClient client;

    @BeforeEach
    void start() {
        Stripe.enableTelemetry = false;
        stripe = FakeStripe.start(new FakeStripeOptions(directory, 0, 7L));
        client = StripeClient.builder()
                .setApiKey("sk_test_x")
                .setApiBase(stripe.url())
                .build();
    }

    @AfterEach
    void stop() {
        stripe.close();
    }

    private Answer post(String path, String body, String key) throws IOException, InterruptedException {
        return new HttpProbe(stripe.url())
                .send(
                        "POST",
                        path,
                        body,
                        "Authorization",
                        "Bearer sk_test_x",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Idempotency-Key",
                        key);
    }

    /** The status of the answer, or 0 where there was none. */
    private int status(String key) throws InterruptedException {
        try {
            return post("/v1/payment_intents", CREATE, key).status();
        } catch (IOException dropped) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        // fault, first status, charges then, status of the same key, charges in the end
        "NONE,         200, 1, 200, 1",
        "DROP_BEFORE,  0,   0, 200, 1",
        "DROP_AFTER,   0,   1, 200, 1",
        "RATE_LIMITED, 429, 0, 200, 1",
        "ERROR_BEFORE, 500, 0, 500, 0",
        "ERROR_AFTER,  500, 1, 500, 1",
        "SLOW,         200, 1, 200, 1",
    })
    void faultLeavesWhatItsNameSays(Fault fault, int first, int charged, int again, int chargedAtLast)
            throws InterruptedException {
        stripe.control().fail(FaultPlan.script(fault));
        assertThat(status("k")).isEqualTo(first);
        assertThat(stripe.control().charges()).hasSize(charged);
        assertThat(status("k")).isEqualTo(again);
        assertThat(stripe.control().charges()).hasSize(chargedAtLast);
    }

    @Test
    void prunedKeyRunsAgainAndTheListOfChargesShowsIt() throws Exception {
        assertThat(status("k")).isEqualTo(200);
        stripe.control().advance(Duration.ofSeconds(IdempotencyKeys.KEPT_SECONDS - 2));
        assertThat(status("k")).isEqualTo(200);
        assertThat(stripe.control().paidChargesBy("topup_id")).containsEntry("t1", 1);
        stripe.control().advance(Duration.ofSeconds(10));
        assertThat(status("k")).isEqualTo(200);
        assertThat(stripe.control().paidChargesBy("topup_id")).containsEntry("t1", 2);
        stripe.control().pruneKeys();
        assertThat(status("k")).isEqualTo(200);
        assertThat(stripe.control().paidChargesBy("topup_id")).containsEntry("t1", 3);
    }

    @Test
    void sameSeedGivesTheSameIds(@TempDir Path other) throws Exception {
        String here = post("/v1/customers", "name=a", "k").body();
        try (FakeStripe twin = FakeStripe.start(new FakeStripeOptions(other, 0, 7L))) {
            String there = new HttpProbe(twin.url())
                    .send("POST", "/v1/customers", "name=a", "Authorization", "Bearer rk_test_x")
                    .body();
            assertThat(there.substring(0, 40)).isEqualTo(here.substring(0, 40)).startsWith("{\"id\":\"cus_");
        }
    }

    private PaymentIntentCreateParams.Builder intent(String method) {
        return PaymentIntentCreateParams.builder()
                .setAmount(500L)
                .setCurrency("usd")
                .setPaymentMethod(method)
                .setConfirm(true);
    }

    /** Makes every type of object, and most changes of it. */
    private void everything() throws StripeException {
        var v1 = client.v1();
        StripeControl control = stripe.control();
        String customer = v1.customers()
                .create(CustomerCreateParams.builder().setName("all").build())
                .getId();
        String method = v1.paymentMethods()
                .attach(
                        "pm_card_visa",
                        PaymentMethodAttachParams.builder()
                                .setCustomer(customer)
                                .build())
                .getId();
        PaymentIntent paid =
                v1.paymentIntents().create(intent(method).setCustomer(customer).build());
        v1.refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(paid.getId())
                        .setAmount(100L)
                        .build());
        control.winDispute(control.openDispute(paid.getLatestCharge()).id());
        control.replaceCard(method, TestCard.EXPIRED);
        v1.paymentIntents().create(intent("pm_usBankAccount").build());
        control.settle();
        control.authenticate(
                v1.paymentIntents()
                        .create(intent("pm_card_threeDSecureRequired").build())
                        .getId(),
                true);
        control.authenticate(
                v1.setupIntents()
                        .create(SetupIntentCreateParams.builder()
                                .setPaymentMethod("pm_card_authenticationRequired")
                                .setConfirm(true)
                                .build())
                        .getId(),
                false);
        control.setSubscriptionStatus(subscription(customer), Status.PAST_DUE);
        control.billSubscription(subscription(customer), false);
        control.completeCheckout(session(), "pm_card_visa");
        v1.paymentMethods().detach(method);
        v1.customers().delete(customer);
    }

    private String subscription(String customer) throws StripeException {
        var month = PriceCreateParams.Recurring.builder()
                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                .build();
        String price = client.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setUnitAmount(900L)
                        .setRecurring(month)
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("plan")
                                .build())
                        .build())
                .getId();
        var subscription = client.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price)
                                .build())
                        .build());
        assertThat(subscription.getItems().getData().get(0).getPrice().getId()).isEqualTo(price);
        assertThat(subscription.getItems().getData().get(0).getCurrentPeriodEnd())
                .isGreaterThan(subscription.getCreated());
        return subscription.getId();
    }

    private String session() throws StripeException {
        return client.v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.SETUP)
                        .build())
                .getId();
    }

    @Test
    void everyEventHasItsObjectInTheTypedForm() throws StripeException {
        everything();
        Set<String> types = new HashSet<>();
        for (Event event : client.v1()
                .events()
                .list(EventListParams.builder().setLimit(7L).build())
                .autoPagingIterable()) {
            assertTyped(event);
            types.add(event.getDataObjectDeserializer()
                    .getObject()
                    .orElseThrow()
                    .getClass()
                    .getSimpleName());
        }
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "Charge",
                        "Customer",
                        "Dispute",
                        "PaymentIntent",
                        "PaymentMethod",
                        "Price",
                        "Refund",
                        "Session",
                        "SetupIntent",
                        "Subscription",
                        "Invoice");
        var transactions = client.v1().balanceTransactions().list();
        assertThat(transactions.getData())
                .hasSize(6)
                .allMatch(each -> each.getNet() == each.getAmount() - each.getFee());
    }

    private static void assertTyped(Event event) {
        assertThat(event.getApiVersion()).isEqualTo(Stripe.API_VERSION);
        assertThat(event.getDataObjectDeserializer().getObject())
                .as(event.getType())
                .isPresent();
    }

    @Test
    void webhooksAreSignedWithEachSecretAndTyped() throws StripeException {
        try (var listener = new WebhookListener("whsec_new", "whsec_old")) {
            stripe.control()
                    .webhooks(new WebhookPlan(
                            listener.url(),
                            List.of("whsec_old", "whsec_new"),
                            1,
                            Duration.ZERO,
                            0,
                            Duration.ofMillis(20)));
            everything();
            long told = eventIds().size();
            Awaitility.await().until(() -> stripe.control().acknowledgedWebhooks() == told);
            listener.events().forEach(StripeControlIT::assertTyped);
            assertThat(listener.events()).hasSize((int) told);
        }
    }

    private List<String> eventIds() throws StripeException {
        var ids = new ArrayList<String>();
        client.v1()
                .events()
                .list(EventListParams.builder().setLimit(100L).build())
                .autoPagingIterable()
                .forEach(event -> ids.add(event.getId()));
        return ids;
    }

    @Test
    void webhooksComeLateTwiceAndOutOfOrderUntilTheyAreTaken() throws StripeException {
        try (var listener = new WebhookListener("whsec")) {
            listener.refuse(5);
            stripe.control()
                    .webhooks(new WebhookPlan(
                            listener.url(), List.of("whsec"), 3, Duration.ofMillis(150), 50, Duration.ofMillis(20)));
            everything();
            List<String> ids = eventIds();
            Awaitility.await()
                    .until(() -> listener.events().stream()
                            .map(Event::getId)
                            .collect(Collectors.toSet())
                            .containsAll(ids));
            List<String> came = listener.events().stream().map(Event::getId).toList();
            assertThat(came.size()).isGreaterThan(ids.size());
            assertThat(came).isNotEqualTo(came.stream().sorted().toList());
        }
    }

    @Test
    void webhooksOnDemandWaitAndCanBeLost() throws StripeException {
        try (var listener = new WebhookListener("whsec")) {
            stripe.control().webhooks(WebhookPlan.onDemand(listener.url(), "whsec", 3, 0));
            client.v1().paymentIntents().create(intent("pm_card_visa").build());
            assertThat(listener.events()).isEmpty();
            listener.refuse(1);
            assertThat(stripe.control().deliverWebhooks()).isEqualTo(2);
            assertThat(stripe.control().deliverWebhooks()).isEqualTo(1);
            client.v1().paymentIntents().create(intent("pm_card_visa").build());
            assertThat(stripe.control().loseWebhooks()).isEqualTo(3);
            assertThat(stripe.control().deliverWebhooks()).isZero();
            assertThat(eventIds()).hasSize(6);
        }
    }

    @Test
    void controlRefusesWhatCannotBeAndChangesNothing() throws StripeException {
        PaymentIntent paid =
                client.v1().paymentIntents().create(intent("pm_card_visa").build());
        int events = eventIds().size();
        assertThatThrownBy(() -> stripe.control().finishProcessing(paid.getId(), true))
                .isInstanceOf(StripeRefusal.class);
        assertThatThrownBy(() -> stripe.control().openDispute("ch_none")).isInstanceOf(StripeRefusal.class);
        assertThat(eventIds()).hasSize(events);
    }

    @Test
    void sumsAreOfCapturedCharges() throws StripeException {
        String customer = client.v1().customers().create().getId();
        for (int count = 0; count < 3; count++) {
            client.v1()
                    .paymentIntents()
                    .create(intent("pm_card_visa").setCustomer(customer).build());
        }
        client.v1()
                .paymentIntents()
                .create(intent("pm_usBankAccount").setCustomer(customer).build());
        assertThat(stripe.control().chargedCentsByCustomer()).containsEntry(customer, 1500L);
        stripe.control().settle();
        assertThat(stripe.control().chargedCentsByCustomer()).containsEntry(customer, 2000L);
    }

    @Test
    void ownerAgreesOnThePage() throws Exception {
        PaymentIntent waiting = client.v1()
                .paymentIntents()
                .create(intent("pm_card_authenticationRequired").build());
        String page = waiting.getNextAction().getRedirectToUrl().getUrl();
        String path = page.substring(stripe.url().length());
        var browser = new HttpProbe(stripe.url());
        assertThat(browser.send("GET", path, "").body()).contains("Agree");
        assertThat(browser.send("POST", path, "answer=agree").status()).isEqualTo(200);
        assertThat(client.v1().paymentIntents().retrieve(waiting.getId()).getStatus())
                .isEqualTo("succeeded");
        assertThat(browser.send("POST", path, "answer=agree").status()).isEqualTo(400);
    }

    @Test
    void everythingSurvivesARestart() throws StripeException {
        everything();
        List<String> before = eventIds();
        stripe.close();
        start();
        assertThat(eventIds()).isEqualTo(before);
        assertThat(client.v1()
                        .events()
                        .retrieve(before.get(0))
                        .getDataObjectDeserializer()
                        .getObject())
                .isPresent();
    }

    @Test
    void eventShowsTheObjectAsItWas() throws StripeException {
        client.v1().paymentIntents().create(intent("pm_card_visa").build());
        Event created = client.v1()
                .events()
                .list(EventListParams.builder()
                        .setType("payment_intent.created")
                        .build())
                .getData()
                .get(0);
        PaymentIntent then =
                (PaymentIntent) created.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(then.getStatus()).isEqualTo("requires_confirmation");
    }
}
