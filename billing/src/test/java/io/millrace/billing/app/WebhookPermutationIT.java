package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.webhook.EventStore;
import io.millrace.billing.stripe.StripeEvents;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.testing.Orders;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.Acceptance;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.billing.webhook.EventFeed;
import io.millrace.billing.webhook.EventPoll;
import io.millrace.billing.webhook.EventProcessor;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.billing.webhook.RetryRule;
import io.millrace.billing.webhook.SignatureCheck;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.webhook.WebhookSignature;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of the stand-in of Stripe in every order, real PostgreSQL. No charger runs: the events alone settle. */
@SuppressWarnings("NullAway.Init")
final class WebhookPermutationIT {
    private static final String SECRET = "whsec_1";
    private static final long CENTS = 1_250;

    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private final Clock clock = new SystemClock();
    private FakeStripe stripe;
    private DataSource dataSource;
    private PaymentGateway gateway;
    private Credits credits;
    private EventStore store;
    private StripeEvents events;
    private WebhookInbox inbox;
    private EventProcessor processor;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        StripeSettings settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        gateway = StripePaymentGateway.of(settings);
        dataSource = database.fresh();
        credits = new Credits(dataSource, gateway, clock);
        store = new EventStore(dataSource);
        events = StripeEvents.of(settings);
        inbox = new WebhookInbox(new SignatureCheck(List.of(new Secret(SECRET))), events, store, false, clock);
        processor = processor(gateway);
    }

    private EventProcessor processor(PaymentGateway through) {
        TopUpStore topUps = new TopUpStore(dataSource, clock);
        return new EventProcessor(
                store,
                Map.of(EventFamily.PAYMENT, new PaymentEffect(through, topUps::paidBy, topUps)),
                new RetryRule(Duration.ZERO, Duration.ZERO, 50),
                Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        stripe.close();
        database.release();
    }

    /** As below, then paid, and given back in part. */
    private String paidTopUp(String workspace) {
        String id = declinedTopUp(workspace);
        pay(id);
        return id;
    }

    /** A top-up that the charger never got an answer about; its card was declined. */
    private String declinedTopUp(String workspace) {
        credits.openAccount(new AccountTerms(workspace, BillingMode.PREPAID, null, "pm_card_visa"));
        UUID topUp = credits.topUp(workspace, CENTS, "first");
        String customer = gateway.createCustomer(workspace, new IdempotencyKey("mr:" + workspace + ":customer"));
        NewIntent wanted = new NewIntent(topUp.toString(), workspace, CENTS, customer, "pm_card_chargeDeclined");
        String id = ((Answer.Ok) gateway.createIntent(wanted, new IdempotencyKey("create-" + topUp)))
                .intent()
                .id();
        gateway.confirm(id, "pm_card_chargeDeclined", new IdempotencyKey("declined-" + topUp));
        return id;
    }

    private void pay(String intent) {
        try {
            var client = com.stripe.StripeClient.builder()
                    .setApiKey("sk_test_1")
                    .setApiBase(stripe.url())
                    .build();
            client.v1()
                    .paymentIntents()
                    .confirm(
                            intent,
                            com.stripe.param.PaymentIntentConfirmParams.builder()
                                    .setPaymentMethod("pm_card_visa")
                                    .setOffSession(true)
                                    .build());
            client.v1()
                    .refunds()
                    .create(com.stripe.param.RefundCreateParams.builder()
                            .setPaymentIntent(intent)
                            .setAmount(250L)
                            .build());
        } catch (com.stripe.exception.StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts of created, payment_failed, succeeded and charge.refunded, as the provider lists them. */
    private List<String> textsOf(String intent) {
        List<String> texts = new ArrayList<>();
        for (EventFeed.Listed listed : events.page(0, null).events()) {
            String text = listed.text();
            boolean wanted = listed.event().objectId().equals(intent)
                    || (listed.event().type().equals("charge.refunded") && text.contains(intent));
            if (wanted) {
                texts.add(text);
            }
        }
        return texts;
    }

    private Acceptance deliver(String text) {
        long now = clock.nowMicros() / Micros.PER_SECOND;
        return inbox.accept(WebhookSignature.of(text, now, List.of(SECRET)), text.getBytes(StandardCharsets.UTF_8));
    }

    private void work() {
        boolean more = true;
        while (more) {
            more = processor.step();
        }
    }

    private void assertPaidOnce(int topUps) {
        assertThat(credits.recentCharges(100)).extracting(Charge::state).containsOnly(TopUpState.SUCCEEDED);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.credit_grant"))
                .isEqualTo(topUps);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.outbox"))
                .isEqualTo(topUps);
        assertThat(TestDatabase.number(
                        dataSource,
                        "SELECT count(DISTINCT workspace_id) FROM billing.notice WHERE kind = 'RECEIPT'"
                                + " HAVING count(*) = count(DISTINCT subject_id)"))
                .as("each is told once")
                .isEqualTo(topUps);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.stripe_event WHERE state = 'PENDING'"))
                .isZero();
        assertThat(BillingAudit.totals(dataSource, gateway).differences()).isEmpty();
    }

    @Test
    void everyOrderOfTheEventsOfAPaymentEndsInTheSameBooks() {
        List<List<Integer>> orders = Orders.of(List.of(0, 1, 2, 3));
        assertThat(orders).hasSize(24).doesNotHaveDuplicates();
        for (int i = 0; i < orders.size(); i++) {
            String workspace = "w" + i;
            List<String> texts = textsOf(paidTopUp(workspace));
            assertThat(texts).hasSize(4);
            List<Integer> order = orders.get(i);
            for (int n = 0; n < order.size(); n++) {
                deliver(texts.get(order.get(n)));
                work();
                // One that came before comes again.
                deliver(texts.get(order.get(n / 2)));
                work();
            }
            assertThat(credits.balance(workspace)).isEqualTo(Money.ofCents(CENTS));
        }
        assertPaidOnce(24);
    }

    @Test
    void aHundredDeliveriesBySeveralThreadsAreOneGrant() {
        List<String> texts = textsOf(paidTopUp("w"));
        AtomicInteger accepted = new AtomicInteger();
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            senders.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 100; n++) {
                    boolean first = deliver(texts.get(n % 4)) instanceof Acceptance.Accepted;
                    accepted.addAndGet(first ? 1 : 0);
                    processor.step();
                }
            }));
        }
        senders.forEach(CompletableFuture::join);
        work();
        assertThat(accepted).hasValue(4);
        assertPaidOnce(1);
    }

    @Test
    void withoutWebhooksTheListOfEventsSettles() {
        paidTopUp("a");
        EventPoll poll = new EventPoll(events, store, store, false, clock);
        assertThat(poll.step()).isGreaterThanOrEqualTo(4);
        work();
        assertPaidOnce(1);
        paidTopUp("b");
        poll.step();
        work();
        assertPaidOnce(2);
        textsOf(credits.recentCharges(1).get(0).topUpId().toString());
        assertThat(poll.step()).isZero();
    }

    @Test
    void aPaymentThatIsNoneOfOursIsKeptAndIgnored() {
        String customer = gateway.createCustomer("x", new IdempotencyKey("x"));
        NewIntent other = new NewIntent("order-7", "x", CENTS, customer, "pm_card_visa");
        String id = ((Answer.Ok) gateway.createIntent(other, new IdempotencyKey("create")))
                .intent()
                .id();
        gateway.confirm(id, "pm_card_visa", new IdempotencyKey("confirm"));
        textsOf(id).forEach(this::deliver);
        work();
        assertThat(TestDatabase.rows(
                        dataSource, "SELECT DISTINCT state FROM billing.stripe_event WHERE object_id LIKE 'pi_%'"))
                .containsExactly("(IGNORED_FOREIGN)");
        deliver(textsOf(id).get(0).replace(id, "pi_nowhere").replaceFirst("evt_", "evt_0"));
        work();
        assertThat(TestDatabase.number(
                        dataSource,
                        "SELECT count(*) FROM billing.stripe_event WHERE state = 'IGNORED_FOREIGN'"
                                + " AND object_id = 'pi_nowhere'"))
                .isEqualTo(1);
        assertThat(credits.recentCharges(1)).isEmpty();
    }

    @Test
    void anEventOfAPaymentThatIsNotMadeBooksNothing() {
        String intent = declinedTopUp("w");
        assertThat(textsOf(intent)).hasSize(2);
        textsOf(intent).forEach(this::deliver);
        work();
        assertThat(states()).containsExactly("(UNCHANGED)");
        assertThat(credits.grants("w")).isEmpty();
        pay(intent);
        textsOf(intent).forEach(this::deliver);
        work();
        assertPaidOnce(1);
    }

    @Test
    void aSecondPaymentOfATopUpIsLeftToAPerson() {
        String first = paidTopUp("w");
        textsOf(first).forEach(this::deliver);
        work();
        String name = credits.recentCharges(1).get(0).topUpId().toString();
        String customer = gateway.createCustomer("w", new IdempotencyKey("again"));
        NewIntent again = new NewIntent(name, "w", CENTS, customer, "pm_card_visa");
        String second = ((Answer.Ok) gateway.createIntent(again, new IdempotencyKey("create")))
                .intent()
                .id();
        gateway.confirm(second, "pm_card_visa", new IdempotencyKey("confirm"));
        textsOf(second).forEach(this::deliver);
        work();
        assertThat(states()).contains("(DEAD)");
        assertThat(store.dead(10))
                .isNotEmpty()
                .allMatch(event -> event.objectId().equals(second));
        assertThat(credits.grants("w")).hasSize(1);
    }

    private List<String> states() {
        return TestDatabase.rows(dataSource, "SELECT DISTINCT state FROM billing.stripe_event ORDER BY state");
    }

    @Test
    void anEventIsTriedAgainUntilStripeAnswers() {
        textsOf(paidTopUp("w")).forEach(this::deliver);
        StripeSettings nowhere = new StripeSettings(new Secret("sk_test_1"), "http://127.0.0.1:1", false);
        EventProcessor blind = processor(StripePaymentGateway.of(nowhere));
        for (int i = 0; i < 5; i++) {
            blind.step();
        }
        assertThat(TestDatabase.number(dataSource, "SELECT max(attempts) FROM billing.stripe_event"))
                .isPositive();
        assertThat(credits.grants("w")).isEmpty();
        work();
        assertPaidOnce(1);
    }

    @Test
    void theTextOfAnEventIsForgottenAndTheEventStaysKnown() throws SQLException {
        List<String> texts = textsOf(paidTopUp("w"));
        texts.forEach(this::deliver);
        assertThat(TestDatabase.number(dataSource, "SELECT count(*) FROM billing.stripe_event WHERE raw IS NOT NULL"))
                .isEqualTo(4);
        assertThat(store.forgetTexts(Duration.ZERO)).isZero();
        work();
        assertThat(store.forgetTexts(Duration.ofDays(30))).isZero();
        TestDatabase.execute(dataSource, "UPDATE billing.stripe_event SET processed_at = now() - interval '31 days'");
        assertThat(store.forgetTexts(Duration.ofDays(30))).isEqualTo(4);
        assertThat(deliver(texts.get(0))).isInstanceOf(Acceptance.Duplicate.class);
    }
}
