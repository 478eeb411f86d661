package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.dunning.Standing;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.plan.StateOutbox;
import io.millrace.billing.postgres.subscription.SubscriptionStore;
import io.millrace.billing.stripe.StripeEvents;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.Mirrored;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.billing.testing.Orders;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.EventEffect.Result;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.billing.webhook.EventFeed;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.Subscription.Status;
import io.millrace.embedded.stripe.model.TestCard;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.TestingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions of the stand-in of Stripe, mirrored by real stripe-java, and the ladder; weeks by a clock that is set. */
@SuppressWarnings("NullAway.Init")
final class DunningIT {
    @TempDir
    private static Path directory;

    private static TestDatabase database;

    @TempDir
    private Path stripeDirectory;

    private FakeStripe stripe;
    private StripeClient client;
    private StripeSettings settings;
    private DataSource dataSource;
    private TestingClock clock;
    private Credits credits;
    private Plans plans;
    private Dunning dunning;
    private String customer;
    private String card;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void open() throws StripeException {
        stripe = FakeStripe.start(new FakeStripeOptions(stripeDirectory, 0));
        client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase(stripe.url())
                .build();
        settings = new StripeSettings(new Secret("sk_test_1"), stripe.url(), false);
        PaymentGateway gateway = StripePaymentGateway.of(settings);
        dataSource = database.fresh();
        clock = new TestingClock(1_000_000);
        credits = new Credits(dataSource, gateway, clock);
        plans = new Plans(dataSource, clock);
        dunning = dunning(DunningSettings.DEFAULTS);
        plans.put(new Plan("pro", "Pro", 4_900, Money.ZERO, 1_000_000, 0, "standard", List.of()));
        plans.assign(new WorkspacePlan("acme", "pro", ZoneId.of("UTC"), true));
        customer = account("acme");
    }

    private Dunning dunning(DunningSettings rungs) {
        return new Dunning(dataSource, settings, rungs, clock);
    }

    @AfterEach
    void close() {
        assertThat(LedgerAudit.read(dataSource).differences()).isEmpty();
        stripe.close();
        database.release();
    }

    /** With a card of its own; the customer's id at Stripe. */
    private String account(String workspace) throws StripeException {
        credits.openAccount(new AccountTerms(workspace, BillingMode.POSTPAID, null, "pm_card_visa"));
        String row = TestDatabase.rows(
                        dataSource, "SELECT stripe_customer FROM billing.customer WHERE id = '" + workspace + "'")
                .get(0);
        String id = row.substring(1, row.length() - 1);
        card = client.v1()
                .paymentMethods()
                .attach(
                        "pm_card_visa",
                        PaymentMethodAttachParams.builder().setCustomer(id).build())
                .getId();
        credits.openAccount(new AccountTerms(workspace, BillingMode.POSTPAID, null, card));
        return id;
    }

    private String subscribe() throws StripeException {
        String price = client.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setUnitAmount(4_900L)
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                                .build())
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Pro")
                                .build())
                        .build())
                .getId();
        return client.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .setDefaultPaymentMethod(card)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price)
                                .build())
                        .build())
                .getId();
    }

    /** Events of subscriptions and profiles that the stand-in tells of, the oldest first. */
    private List<ProviderEvent> events() {
        List<ProviderEvent> events = new ArrayList<>();
        for (EventFeed.Listed listed : StripeEvents.of(settings).page(0, null).events()) {
            if (dunning.effects().containsKey(listed.event().family())) {
                events.add(listed.event());
            }
        }
        Collections.reverse(events);
        return events;
    }

    private Result apply(ProviderEvent event) {
        return Objects.requireNonNull(dunning.effects().get(event.family())).apply(event);
    }

    /** The last event comes. */
    private Result hear() {
        List<ProviderEvent> events = events();
        return apply(events.get(events.size() - 1));
    }

    private Result hear(String type, String object) {
        return apply(new ProviderEvent("evt_x", type, object, 1, false));
    }

    private Mirrored mirrored() {
        return plans.subscription("acme").orElseThrow();
    }

    private void pass(Duration span) {
        clock.advanceMicros(span.toNanos() / 1_000);
        boolean more = true;
        while (more) {
            more = dunning.step();
        }
    }

    private List<String> told() {
        return TestDatabase.rows(
                dataSource, "SELECT kind, state FROM billing.notice WHERE notice_id LIKE 'dunning:%' ORDER BY id");
    }

    /** What the metering is told of the workspace now; empty where that is nothing. */
    private List<WorkspaceStatus> statuses() {
        List<WorkspaceStatus> statuses = new ArrayList<>();
        new StateOutbox(dataSource)
                .publish(
                        500,
                        states -> states.forEach(state -> {
                            if (state instanceof StateOutbox.State.Described described) {
                                statuses.add(described.workspace().status());
                            }
                        }));
        return statuses;
    }

    @Test
    void theLadderIsClimbedByTheClockAndLeftAtOnceByAPayment() throws StripeException {
        String subscription = subscribe();
        assertThat(hear()).isEqualTo(Result.APPLIED);
        assertThat(mirrored().standing()).isEqualTo(Standing.GOOD);
        assertThat(statuses()).containsExactly(WorkspaceStatus.ACTIVE);
        hear(
                "invoice.payment_failed",
                stripe.control().billSubscription(subscription, false).id());
        assertThat(mirrored().fetched().status()).isEqualTo(SubscriptionStatus.PAST_DUE);
        assertThat(mirrored().standing()).isEqualTo(Standing.WARNED);
        assertThat(statuses()).containsExactly(WorkspaceStatus.ACTIVE);
        pass(Duration.ofHours(71));
        assertThat(statuses()).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(statuses()).containsExactly(WorkspaceStatus.THROTTLED);
        hear("customer.subscription.updated", subscription);
        assertThat(statuses()).as("the same news again").isEmpty();
        pass(Duration.ofDays(4));
        assertThat(statuses()).containsExactly(WorkspaceStatus.SUSPENDED);
        pass(Duration.ofDays(30));
        assertThat(statuses()).isEmpty();
        hear(
                "invoice.paid",
                stripe.control().billSubscription(subscription, true).id());
        assertThat(statuses()).containsExactly(WorkspaceStatus.ACTIVE);
        assertThat(told())
                .containsExactly(
                        "(DUNNING_WARN,PAST_DUE)",
                        "(DUNNING_THROTTLE,PAST_DUE)",
                        "(DUNNING_SUSPEND,PAST_DUE)",
                        "(DUNNING_RESUMED,ACTIVE)");
        pass(Duration.ofDays(30));
        stripe.control().billSubscription(subscription, false);
        hear();
        assertThat(mirrored().standing()).as("the next time begins anew").isEqualTo(Standing.WARNED);
        assertThat(told()).hasSize(5).last().isEqualTo("(DUNNING_WARN,PAST_DUE)");
    }

    @Test
    void whoWasAwayForLongIsToldOfWhereItStandsAlone() throws StripeException {
        stripe.control().billSubscription(subscribe(), false);
        hear();
        pass(Duration.ofDays(9));
        assertThat(told()).containsExactly("(DUNNING_WARN,PAST_DUE)", "(DUNNING_SUSPEND,PAST_DUE)");
    }

    @Test
    void oneThatEndedSuspendsByPolicyAlone() throws StripeException {
        String subscription = subscribe();
        hear();
        for (Status status : List.of(Status.UNPAID, Status.PAUSED, Status.CANCELED)) {
            stripe.control().setSubscriptionStatus(subscription, status);
            hear();
            assertThat(mirrored().standing()).as(status.name()).isEqualTo(Standing.SUSPENDED);
            assertThat(mirrored().fetched().status().name()).isEqualTo(status.name());
        }
        assertThat(told()).containsExactly("(DUNNING_SUSPEND,UNPAID)");
        dunning = dunning(new DunningSettings(Duration.ofDays(3), Duration.ofDays(7), /* suspendEnded= */ false));
        hear();
        assertThat(mirrored().standing()).isEqualTo(Standing.GOOD);
        dunning = dunning(DunningSettings.DEFAULTS);
        String next = subscribe();
        hear();
        assertThat(mirrored().fetched().subscriptionId())
                .as("the one that lives")
                .isEqualTo(next);
        assertThat(mirrored().standing()).isEqualTo(Standing.GOOD);
    }

    @Test
    void aWorkspaceThatBillingDoesNotDescribeIsOnlyTold() throws StripeException {
        customer = account("bare");
        String subscription = subscribe();
        stripe.control().billSubscription(subscription, false);
        hear();
        statuses();
        pass(Duration.ofDays(8));
        assertThat(plans.subscription("bare").orElseThrow().standing()).isEqualTo(Standing.SUSPENDED);
        assertThat(statuses()).isEmpty();
        assertThat(told()).hasSize(2);
    }

    @Test
    void everyOrderOfTheEventsEndsInTheSameMirror() throws StripeException {
        String subscription = subscribe();
        stripe.control().billSubscription(subscription, false);
        stripe.control().replaceCard(card, TestCard.MASTERCARD);
        stripe.control().billSubscription(subscription, true);
        client.v1()
                .customers()
                .update(
                        customer,
                        CustomerUpdateParams.builder()
                                .setAddress(CustomerUpdateParams.Address.builder()
                                        .setCountry("DE")
                                        .build())
                                .build());
        List<ProviderEvent> chosen = Stream.of(
                        "customer.subscription.created",
                        "invoice.payment_failed",
                        "invoice.paid",
                        "payment_method.automatically_updated",
                        "customer.updated")
                .map(this::newest)
                .toList();
        for (List<ProviderEvent> order : Orders.of(chosen)) {
            for (ProviderEvent event : order) {
                apply(event);
                clock.advanceMicros(1);
            }
            Fetched fetched = mirrored().fetched();
            assertThat(fetched.status()).as("%s", order).isEqualTo(SubscriptionStatus.ACTIVE);
            assertThat(fetched.cardLast4()).isEqualTo("4444");
            assertThat(fetched.billingCountry()).isEqualTo("DE");
            assertThat(fetched.subscriptionId()).isEqualTo(subscription);
            assertThat(fetched.periodEndSeconds()).isNotNull();
        }
        assertThat(told()).as("it was never seen unpaid").isEmpty();
    }

    /** Begun and not paid for, it would otherwise reset the ladder of the one that is owed for. */
    @Test
    void oneThatWasNeverPaidForDoesNotTakeThePlaceOfOneThatIsUnpaid() throws StripeException {
        String unpaid = subscribe();
        stripe.control().billSubscription(unpaid, false);
        stripe.control().setSubscriptionStatus(subscribe(), Subscription.Status.INCOMPLETE);
        hear();
        assertThat(mirrored().fetched().subscriptionId()).isEqualTo(unpaid);
        assertThat(mirrored().fetched().status()).isEqualTo(SubscriptionStatus.PAST_DUE);
    }

    private ProviderEvent newest(String type) {
        return events().stream()
                .filter(event -> event.type().equals(type))
                .reduce((before, after) -> after)
                .orElseThrow(() -> new AssertionError("no event " + type));
    }

    @Test
    void anAnswerToAnEarlierQuestionChangesNothing() {
        SubscriptionStore store = new SubscriptionStore(dataSource, clock);
        Fetched paid = new Fetched(customer, "sub_1", SubscriptionStatus.ACTIVE, 9L, "4242", "US");
        Fetched unpaid = new Fetched(customer, "sub_1", SubscriptionStatus.PAST_DUE, 9L, "4242", "US");
        assertThat(store.save("acme", paid, 20)).isTrue();
        assertThat(store.save("acme", unpaid, 19)).isFalse();
        assertThat(mirrored().fetched()).isEqualTo(paid);
        assertThat(store.save("acme", paid, 21)).as("the same again").isFalse();
        assertThat(told()).isEmpty();
    }

    @Test
    void aCardThatIsDetachedIsForgotten() throws StripeException {
        subscribe();
        hear();
        assertThat(mirrored().fetched().cardLast4()).isEqualTo("4242");
        client.v1().paymentMethods().detach(card);
        assertThat(hear("payment_method.detached", card)).isEqualTo(Result.APPLIED);
        assertThat(mirrored().fetched().cardLast4()).isNull();
    }

    @Test
    void whatIsNoneOfOursIsLeftAlone() throws StripeException {
        assertThat(hear("customer.subscription.updated", "sub_nowhere")).isEqualTo(Result.FOREIGN);
        assertThat(hear("invoice.paid", "in_nowhere")).isEqualTo(Result.FOREIGN);
        assertThat(hear("setup_intent.succeeded", "seti_1")).isEqualTo(Result.FOREIGN);
        String stranger = client.v1().customers().create().getId();
        assertThat(hear("customer.updated", stranger)).isEqualTo(Result.FOREIGN);
        assertThat(EventFamily.of("customer.updated")).isEqualTo(EventFamily.PROFILE);
        assertThat(plans.subscription("acme")).isEmpty();
    }
}
