package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.app.BillingApp;
import io.millrace.billing.app.BillingSettings;
import io.millrace.billing.app.Plans;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.plan.Plan;
import io.millrace.billing.plan.PlanLimit;
import io.millrace.billing.plan.WorkspacePlan;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.reconcile.ReconcileSettings;
import io.millrace.billing.webhook.EventSettings;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.Records;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscription that is not paid, from Stripe's list of events through billing and the metering to the decision of a gateway. */
class SubscriptionLadderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();
    private static final Secret KEY = new Secret("sk_test_millrace");

    @TempDir
    private Path root = Path.of("");

    private final TestingClock clock = new TestingClock(new SystemClock().nowMicros());

    @Test
    void anUnpaidSubscriptionThrottlesAndBlocksUntilItIsPaid() throws IOException, InterruptedException {
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.open(root));
            Endpoints servers = Infrastructure.start(open, data, Ports.FREE, TOPICS);
            FakeStripe stripe = open.add(FakeStripe.start(new FakeStripeOptions(root.resolve("stripe-of-test"), 0)));
            Endpoints endpoints = new Endpoints(servers.kafka(), servers.registry(), servers.jdbcUrl(), stripe.url());
            open.add(StreamsApp.start(
                    StreamsSettings.of(endpoints.kafka(), endpoints.registry(), root.resolve("streams")), TOPICS));
            BillingApp billing = open.add(BillingApp.start(settings(endpoints), TOPICS, clock));
            BillingAccess access = open.add(BillingAccess.open(endpoints, TOPICS));
            String subscription = subscribe(billing, access, stripe);
            climb(endpoints, stripe, subscription);
            assertThat(notices(endpoints))
                    .containsExactly("DUNNING_WARN", "DUNNING_THROTTLE", "DUNNING_SUSPEND", "DUNNING_RESUMED");
            assertThat(billing.failures()).isEmpty();
        }
    }

    private void climb(Endpoints endpoints, FakeStripe stripe, String subscription) {
        // A budget has a decision from its first call on; its policy is there before.
        await().atMost(PATIENCE).until(() -> policies(endpoints).equals(List.of("acme/plan:1")));
        stripe.control().billSubscription(subscription, false);
        await().atMost(PATIENCE).until(() -> notices(endpoints).contains("DUNNING_WARN"));
        clock.advanceMicros(Duration.ofDays(3).toNanos() / 1_000);
        awaitVerdict(endpoints, "workspace THROTTLE PAYMENT_OVERDUE");
        clock.advanceMicros(Duration.ofDays(5).toNanos() / 1_000);
        awaitVerdict(endpoints, "workspace BLOCK WORKSPACE_SUSPENDED");
        stripe.control().billSubscription(subscription, true);
        await().atMost(PATIENCE).until(() -> !worst(endpoints).contains("BLOCK"));
        assertThat(worst(endpoints)).doesNotContain("THROTTLE");
        await().atMost(PATIENCE).until(() -> notices(endpoints).contains("DUNNING_RESUMED"));
    }

    private static BillingSettings settings(Endpoints endpoints) {
        return new BillingSettings(
                endpoints.kafkaAccess(),
                endpoints.registryAccess(),
                endpoints.jdbcUrl(),
                BillingAccess.settings(endpoints).user(),
                new Secret(""),
                KEY,
                endpoints.stripe(),
                /* stripeLiveAllowed= */ false,
                null,
                /* stripeBankDebits= */ false,
                "ladder-it",
                500,
                Duration.ofMillis(100),
                ChargerSettings.DEFAULTS,
                Duration.ofMinutes(15),
                new EventSettings(List.of(), Duration.ofSeconds(1)),
                ReconcileSettings.DEFAULTS,
                DunningSettings.DEFAULTS,
                ApiSettings.OFF);
    }

    /** Puts the workspace on a plan, and subscribes its customer at Stripe. */
    private static String subscribe(BillingApp billing, BillingAccess access, FakeStripe stripe)
            throws IOException, InterruptedException {
        PlanLimit limit = new PlanLimit(Dimension.WORKSPACE, Measure.REQUESTS, 9, Period.DAY, 0, Action.BLOCK);
        Plans plans = access.plans();
        plans.put(new Plan("pro", "Pro", 4_900, Money.parseUsd("25"), 1_000_000, 0, "standard", List.of(limit)));
        plans.assign(new WorkspacePlan("acme", "pro", ZoneId.of("UTC"), true));
        billing.credits().openAccount(new AccountTerms("acme", BillingMode.POSTPAID, null, "pm_card_visa"));
        String price = post(
                stripe,
                "prices",
                "currency=usd&unit_amount=4900&recurring[interval]=month&product_data[name]=Pro",
                "price");
        String customer = access.gateway().createCustomer("acme", new IdempotencyKey("mr:acme:customer"));
        return post(stripe, "subscriptions", "customer=" + customer + "&items[0][price]=" + price, "sub");
    }

    private static String post(FakeStripe stripe, String path, String form, String prefix)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.url() + "/v1/" + path))
                .header("Authorization", "Bearer " + KEY.reveal())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Matcher id = Pattern.compile("\"id\" ?: ?\"(" + prefix + "_[^\"]+)").matcher(body);
        assertThat(id.find()).as(body).isTrue();
        return id.group(1);
    }

    private static void awaitVerdict(Endpoints endpoints, String most) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(worst(endpoints)).isEqualTo(most));
    }

    /** The most severe constraint on the workspace, as the newest decision has it. */
    private static String worst(Endpoints endpoints) {
        AtomicReference<String> worst = new AtomicReference<>("none");
        new Records(endpoints).forEach(TOPICS.decisions(), (record, value) -> {
            if (value != null) {
                Decision decision = BudgetMapping.fromAvro(value);
                if (decision.scope().equals(Scope.ofWorkspace("acme"))) {
                    worst.set(
                            decision.constraints().isEmpty()
                                    ? "none"
                                    : text(decision.constraints().get(0)));
                }
            }
        });
        return String.valueOf(worst.get());
    }

    private static String text(Constraint constraint) {
        return constraint.policyId() + " " + constraint.verdict() + " " + constraint.reason();
    }

    private static List<String> policies(Endpoints endpoints) {
        List<String> ids = new ArrayList<>();
        new Records(endpoints)
                .forEach(
                        TOPICS.policies(),
                        (record, value) -> ids.add(new String(record.key(), StandardCharsets.UTF_8)));
        return ids;
    }

    private static List<String> notices(Endpoints endpoints) {
        List<String> kinds = new ArrayList<>();
        new Records(endpoints).forEach(TOPICS.notices(), (record, value) -> {
            if (value != null) {
                kinds.add(BillingMapping.fromAvro(value).kind().name());
            }
        });
        return kinds.stream().distinct().collect(Collectors.toList());
    }
}
