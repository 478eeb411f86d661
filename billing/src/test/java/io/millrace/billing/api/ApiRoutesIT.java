package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.billing.api.ApiHarness.Answer;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.reconcile.ReconciliationRuns;
import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.Span;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.embedded.stripe.webhook.WebhookSignature;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route over HTTP, on a real ledger, held against the document that the server hands out. */
@SuppressWarnings("NullAway.Init")
final class ApiRoutesIT {
    private static final String CREDITS = "/v1/workspaces/acme/credits";
    private static final String EVENT = """
            {"id":"evt_1","object":"event","type":"payment_intent.succeeded","created":1800000000,"livemode":false,
             "data":{"object":{"id":"pi_1","object":"payment_intent"}}}""";
    private static final String LIMIT = "{\"measure\":\"tokens\",\"count\":9,\"period\":\"day\",\"action\":\"notify\"}";
    private static final String PAID = "{\"amount\":\"12.50\",\"category\":\"paid\"}";

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static ApiHarness api;
    private static UUID drawdown;
    private static String grant;
    private static String topUp;
    private static String bought;
    private static long run;

    /** A workspace that was granted 12.50 paid and 5 promotional, used 0.7 of it, bought 25, and voided 3. */
    @BeforeAll
    static void serve() {
        database = TestDatabase.start(directory);
        api = new ApiHarness(database);
        AccountStore accounts = new AccountStore(api.dataSource, new SystemClock());
        accounts.setTerms(new AccountTerms("acme", BillingMode.PREPAID, null, "pm_card_visa"));
        accounts.setStripeCustomer("acme", "cus_1");
        api.post("/v1/workspaces/acme/close", "c1", "{\"reason\":\"left\"}");
        api.post("/v1/workspaces/acme/reopen", "o1", "{\"reason\":\"came back\"}");
        api.put("/v1/plans/pro", "{\"limits\":[" + LIMIT + "]}");
        api.put("/v1/workspaces/acme/plan", "{\"plan\":\"pro\"}");
        grant = api.post(CREDITS + "/grants", "g1", PAID).body().get("id").asText();
        api.post(CREDITS + "/grants", "g2", "{\"amount\":\"5\",\"category\":\"promotional\",\"priority\":20}");
        String third =
                "{\"amount\":\"3\",\"category\":\"promotional\",\"expires_at\":\"2999-01-01T00:00:00Z\",\"models\":[\"gpt-*\"]}";
        String voided =
                api.post(CREDITS + "/grants", "g3", third).body().get("id").asText();
        api.post(CREDITS + "/grants/" + voided + "/void", "v1", "{\"reason\":\"a mistake\"}");
        topUp = api.post(CREDITS + "/top-ups", "t1", "{\"amount\":\"25.00\"}")
                .body()
                .get("id")
                .asText();
        long now = TestDatabase.number(api.dataSource, "SELECT (extract(epoch FROM now()) * 1000000)::bigint");
        var used = Drawdowns.of("acme", 1, 700_000_000, now);
        drawdown = used.drawdownId();
        new LedgerStore(api.dataSource)
                .post(new DrawdownBatch(new UUID(1, 1), 0, 0, 1, List.of(new Received(0, used))));
        run = reconciled();
        paid(accounts.topUp("acme", 4_000, "paid"));
    }

    /** A top-up of 40.00 that Stripe charged. */
    private static void paid(UUID id) {
        TopUpStore topUps = new TopUpStore(api.dataSource, new SystemClock());
        TopUp open = topUps.claim(Duration.ofMinutes(1)).orElseThrow();
        while (!open.id().equals(id)) {
            open = topUps.claim(Duration.ofMinutes(1)).orElseThrow();
        }
        topUps.settle(
                open,
                new Intent("pi_paid", IntentStatus.SUCCEEDED, 4_000, open.id().toString(), null));
        bought = id.toString();
    }

    @Test
    void aPaymentIsRefundedOnceUnderItsKeyAndNeverMoreThanItWas() {
        String body = "{\"top_up\":\"" + bought + "\",\"amount\":\"15.00\",\"reason\":\"asked for it\"}";
        Answer first = api.post(CREDITS + "/refunds", "refund", body);
        assertThat(first.status()).as(first.raw().body()).isEqualTo(202);
        assertThat(first.body().get("status").asText()).isEqualTo("requested");
        assertThat(api.post(CREDITS + "/refunds", "refund", body).raw().body())
                .isEqualTo(first.raw().body());
        Answer more = api.post(CREDITS + "/refunds", "more", body.replace("15.00", "39.00"));
        assertThat(more.status()).isEqualTo(409);
        Answer unknown = api.post(CREDITS + "/refunds", "unknown", body.replace(bought, new UUID(0, 1).toString()));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("unknown_payment");
        assertThat(more.code()).isEqualTo("refund_too_large");
        assertThat(api.get(CREDITS + "/refunds").body().get("data").findValuesAsText("id"))
                .contains(first.body().get("id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void aCheckoutIsAcceptedBeforeStripeHasItsPage() {
        String body = "{\"amount\":\"15.00\",\"payment\":\"checkout\",\"save_card\":true}";
        Answer first = api.post("/v1/workspaces/pages/credits/top-ups", "page", body);
        assertThat(first.status()).as(first.raw().body()).isEqualTo(202);
        assertThat(first.body().get("payment").asText()).isEqualTo("checkout");
        assertThat(first.body().get("status").asText()).isEqualTo("pending");
        assertThat(first.body().get("url").isNull()).isTrue();
        assertThat(api.post("/v1/workspaces/pages/credits/top-ups", "page", body)
                        .raw()
                        .body())
                .isEqualTo(first.raw().body());
    }

    @Test
    void anAccountIsClosedByExplicitTermsAlone() {
        String closing = "/v1/workspaces/leaving/close";
        api.post("/v1/workspaces/leaving/credits/grants", "gift", PAID);
        Answer guessed = api.post(closing, "guessed", "{\"reason\":\"left\"}");
        assertThat(guessed.status()).isEqualTo(409);
        assertThat(guessed.code()).isEqualTo("close_refused");
        assertThat(api.get(closing).code()).isEqualTo("unknown_closing");
        Answer begun = api.post(closing, "begun", "{\"reason\":\"left\",\"paid_credit\":\"breakage\"}");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.body().get("status").asText()).isEqualTo("closing");
        assertThat(api.post("/v1/workspaces/leaving/credits/grants", "late", PAID)
                        .code())
                .isEqualTo("account_closed");
        Answer reopened = api.post("/v1/workspaces/leaving/reopen", "back", "{\"reason\":\"came back\"}");
        assertThat(reopened.body().get("status").asText()).isEqualTo("reopened");
    }

    private static long reconciled() {
        ReconciliationRuns runs = new ReconciliationRuns(api.dataSource);
        var held = runs.open(new Span(1_700_000_000, 1_700_003_600), false);
        Difference missing =
                new Difference(ItemKind.PAYMENT, Difference.Kind.MISSING_HERE, "pi_9", "nothing", "5.00 USD", false);
        return runs.finish(held, 7, 0, List.of(missing)).id();
    }

    private static Answer deliver(String body, String secret) {
        long now = new SystemClock().nowMicros() / Micros.PER_SECOND;
        return api.send(HttpRequest.newBuilder(URI.create(api.url() + "/v1/webhooks/stripe"))
                .header("Stripe-Signature", WebhookSignature.of(body, now, List.of(secret)))
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void stripesDeliveriesAreTakenByTheirSignatureAloneAndKeptOnce() {
        String secret = ApiHarness.WEBHOOK_SECRET.reveal();
        String event = EVENT.replace("evt_1", "evt_2");
        assertThat(deliver(event, secret).raw().body()).isEqualTo("{\"received\":true,\"duplicate\":false}");
        assertThat(deliver(event, secret).raw().body()).isEqualTo("{\"received\":true,\"duplicate\":true}");
        assertThat(deliver(event, "whsec_of_others").status()).isEqualTo(400);
        assertThat(deliver(event, "whsec_of_others").code()).isEqualTo("signature");
        assertThat(deliver(event + " ".repeat(100 * 1024), secret).status()).isEqualTo(200);
        assertThat(deliver(event + " ".repeat(256 * 1024), secret).status()).isEqualTo(413);
    }

    @Test
    void aRunOfReconciliationIsReadByAKeyOfAllWorkspacesAlone() {
        JsonNode listed = api.get("/v1/reconciliation/runs").body().at("/data/0");
        assertThat(listed).isEqualTo(api.get("/v1/reconciliation/runs/" + run).body());
        assertThat(listed.get("status").asText()).isEqualTo("different");
        JsonNode found = api.get("/v1/reconciliation/runs/" + run + "/differences")
                .body()
                .at("/data/0");
        assertThat(found.get("difference").asText()).isEqualTo("missing_here");
        assertThat(api.get("/v1/reconciliation/runs?starting_after=" + run)
                        .body()
                        .get("data"))
                .isEmpty();
        assertThat(api.get("/v1/reconciliation/runs/" + (run + 1)).code()).isEqualTo("unknown_run");
        assertThat(withKey(api.newKey("acme", null, Scope.values()), "/v1/reconciliation/runs")
                        .code())
                .isEqualTo("workspace_not_allowed");
    }

    @AfterAll
    static void stop() {
        api.close();
        database.close();
    }

    private static JsonNode document() {
        return api.get("/openapi.json").body();
    }

    @Test
    void theDocumentHasEveryRouteAndNoOther() {
        List<String> served = api.table.routes().stream()
                .map(route -> route.method() + " " + route.path())
                .sorted()
                .toList();
        List<String> told = new ArrayList<>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(told.stream().sorted()).containsExactlyElementsOf(served).hasSizeGreaterThan(13);
        TreeSet<String> ids = new TreeSet<>();
        document().findValues("operationId").forEach(id -> ids.add(id.asText()));
        assertThat(ids).hasSize(served.size());
    }

    @Test
    void everyAnswerFitsItsSchema() {
        SchemaCheck check = new SchemaCheck(document());
        for (Route route : api.table.routes()) {
            Answer answer = ask(route);
            assertThat(answer.status())
                    .as(route.path() + answer.body())
                    .isEqualTo(route.answer().status());
            JsonNode schema = document()
                    .get("paths")
                    .get(route.path())
                    .get(Json.enumText(route.method()))
                    .get("responses")
                    .get(Integer.toString(route.answer().status()))
                    .at("/content/application~1json/schema");
            assertThat(check.faults(schema, answer.body())).as(route.path()).isEmpty();
        }
    }

    private static Answer ask(Route route) {
        String path = route.path()
                .replace("{workspace}", "acme")
                .replace("{grant}", grant)
                .replace("{topup}", topUp)
                .replace("{plan}", "pro")
                .replace("{run}", Long.toString(run))
                .replace("{drawdown}", drawdown.toString());
        if (path.equals("/api/v1/credits")) {
            return withKey(api.newKey("acme", null, Scope.CREDITS_READ), path);
        }
        if (route.body() == Delivery.class) {
            return deliver(EVENT, ApiHarness.WEBHOOK_SECRET.reveal());
        }
        if (route.method() == Route.Method.GET) {
            return api.get(path);
        }
        if (route.method() == Route.Method.DELETE) {
            return api.send(api.request(path).DELETE());
        }
        if (route.body() == BillingTermsJson.New.class) {
            return api.put(path, "{\"mode\":\"prepaid\"}");
        }
        if (route.body() == PlanJson.New.class) {
            return api.put(path, "{\"fee\":\"49.00\",\"limits\":[" + LIMIT + "]}");
        }
        if (route.body() == WorkspacePlanJson.New.class) {
            return api.put(path, "{\"plan\":\"pro\"}");
        }
        String body = route.body() == RechargeJson.Terms.class
                ? "{\"enabled\":true,\"threshold\":\"5\",\"amount\":\"25.00\",\"daily_max\":3}"
                : "{\"amount\":\"1.00\",\"category\":\"promotional\"}";
        if (route.method() == Route.Method.PUT) {
            Answer set = api.put(path, body);
            api.put(path, "{\"enabled\":false}");
            return set;
        }
        if (route.body() == GrantJson.Ending.class) {
            String own =
                    api.post(CREDITS + "/grants", "own", body).body().get("id").asText();
            return api.post(path.replace("/" + grant + "/", "/" + own + "/"), "void", "{\"reason\":\"why not\"}");
        }
        if (route.body() == RefundJson.New.class) {
            body = "{\"top_up\":\"" + bought + "\",\"amount\":\"1.00\",\"reason\":\"a part\"}";
        }
        if (route.body() == CloseJson.Terms.class || route.body() == CloseJson.Reopening.class) {
            String terms = route.body() == CloseJson.Terms.class ? ",\"paid_credit\":\"refund_then_breakage\"" : "";
            body = "{\"reason\":\"left\"" + terms + "}";
        }
        return api.post(path, route.path(), route.body() == TopUpJson.New.class ? "{\"amount\":\"1.00\"}" : body);
    }

    private static Answer withKey(String key, String path) {
        return api.send(HttpRequest.newBuilder(URI.create(api.url() + path)).header("Authorization", "Bearer " + key));
    }

    @Test
    void aBalanceIsWhatWasGrantedLessWhatWasUsedAndTheChangesOfAllTransactionsAddUpToIt() {
        Answer answer = api.get(CREDITS + "/balance");
        JsonNode balance = answer.body();
        BigDecimal sum = BigDecimal.ZERO;
        String after = "";
        int pages = 0;
        do {
            JsonNode page = api.get(CREDITS + "/transactions?limit=2" + after).body();
            for (JsonNode transaction : page.get("data")) {
                sum = sum.add(new BigDecimal(transaction.get("balance_change").asText()));
                after = "&starting_after=" + transaction.get("id").asText();
            }
            pages++;
            if (!page.get("has_more").asBoolean()) {
                break;
            }
        } while (pages < 50);
        assertThat(sum).isEqualByComparingTo(balance.get("balance").asText());
        assertThat(pages).isGreaterThan(2).isLessThan(50);
        assertThat(balance.at("/watermark/drawdown_sequence").asLong()).isEqualTo(1);
        assertThat(api.get(CREDITS + "/transactions?type=consumed").body().get("data"))
                .singleElement()
                .satisfies(used -> {
                    assertThat(used.get("drawdown_id").asText()).isEqualTo(drawdown.toString());
                    assertThat(used.get("balance_change_nano").asText()).isEqualTo("-700000000");
                    assertThat(used.get("from_grant").asText()).isEqualTo(grant);
                });
        assertThat(api.get(CREDITS + "/balance?as_of=2001-01-01T00:00:00Z")
                        .body()
                        .get("balance")
                        .asText())
                .isEqualTo("0.00");
    }

    @Test
    void whatMovesWithinAWorkspaceIsListedOnceAndChangesNoBalance() {
        long now = TestDatabase.number(api.dataSource, "SELECT (extract(epoch FROM now()) * 1000000)::bigint");
        Received used = new Received(0, Drawdowns.of("owing", 1, 1_000_000_000, now));
        new LedgerStore(api.dataSource).post(new DrawdownBatch(new UUID(2, 2), 0, 0, 1, List.of(used)));
        api.post("/v1/workspaces/owing/credits/grants", "repays", PAID);
        JsonNode moved =
                api.get("/v1/workspaces/owing/credits/transactions").body().get("data");
        assertThat(moved.findValuesAsText("type")).containsExactlyInAnyOrder("consumed", "funded", "repaid");
        assertThat(moved.findValuesAsText("balance_change")).containsExactlyInAnyOrder("-1.00", "12.50", "0.00");
        assertThat(api.get("/v1/workspaces/owing/credits/balance")
                        .body()
                        .get("balance")
                        .asText())
                .isEqualTo("11.50");
    }

    @Test
    void aDrawdownIsTracedToItsGrantAndBack() {
        JsonNode funding =
                api.get(CREDITS + "/drawdowns/" + drawdown + "/fundings").body().at("/data/0");
        JsonNode consumption =
                api.get(CREDITS + "/grants/" + grant + "/consumptions").body().at("/data/0");
        assertThat(funding).isEqualTo(consumption);
        assertThat(funding.get("amount").asText()).isEqualTo("0.70");
        assertThat(api.get(CREDITS + "/grants/" + grant + "/consumptions?starting_after="
                                + funding.get("id").asText())
                        .body()
                        .get("data"))
                .isEmpty();
    }

    @Test
    void aListGoesOnAfterTheIdOfItsLastRow() {
        JsonNode all = api.get(CREDITS + "/grants?limit=100").body().get("data");
        List<JsonNode> walked = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            JsonNode page = api.get(CREDITS + "/grants?limit=1" + after).body();
            page.get("data").forEach(walked::add);
            after = "&starting_after=" + walked.get(walked.size() - 1).get("id").asText();
            more = page.get("has_more").asBoolean();
        }
        assertThat(walked).containsExactlyElementsOf(all).hasSizeGreaterThan(2);
        JsonNode topUps = api.get(CREDITS + "/top-ups?limit=100").body().get("data");
        JsonNode first = api.get(CREDITS + "/top-ups?limit=1").body().get("data");
        assertThat(first.get(0)).isEqualTo(topUps.get(0));
        String path =
                CREDITS + "/top-ups?starting_after=" + topUps.get(0).get("id").asText();
        assertThat(api.get(path).body().get("data")).hasSize(topUps.size() - 1);
    }

    @Test
    void openRoutersClientsReadDollarsAsNumbers() {
        Answer answer = withKey(api.newKey("acme", null, Scope.CREDITS_READ), "/api/v1/credits");
        assertThat(answer.raw().body()).contains("\"total_usage\":0.70");
        JsonNode data = answer.body().get("data");
        BigDecimal left = data.get("total_credits")
                .decimalValue()
                .subtract(data.get("total_usage").decimalValue());
        String balance = api.get(CREDITS + "/balance").body().get("balance").asText();
        assertThat(left).isEqualByComparingTo(new BigDecimal(balance));
        assertThat(api.get("/api/v1/credits").code()).isEqualTo("workspace_missing");
    }

    @Test
    void howAWorkspacePaysIsSetBothWays() {
        String path = "/v1/workspaces/later/billing-terms";
        assertThat(api.get(path).code()).isEqualTo("unknown_workspace");
        JsonNode set = api.put(
                        path,
                        "{\"mode\":\"postpaid\",\"threshold\":\"50.00\",\"limit\":\"500\",\"zone\":\"Europe/Berlin\"}")
                .body();
        assertThat(set).isEqualTo(api.get(path).body());
        assertThat(set.toString())
                .isEqualTo("{\"mode\":\"postpaid\",\"limit\":\"500.00\",\"limit_nano\":\"500000000000\","
                        + "\"threshold\":\"50.00\",\"threshold_nano\":\"50000000000\",\"zone\":\"Europe/Berlin\"}");
        JsonNode monthly = api.put(path, "{\"mode\":\"postpaid\"}").body();
        assertThat(monthly.get("zone").asText()).isEqualTo("UTC");
        assertThat(monthly.get("threshold").isNull()).isTrue();
        assertThat(monthly.get("limit").isNull()).isTrue();
        JsonNode ahead = api.put(path, "{\"mode\":\"prepaid\"}").body();
        assertThat(ahead.get("limit").asText()).isEqualTo("0.00");
        for (String refused : List.of(
                "{\"mode\":\"postpaid\",\"threshold\":\"0.49\"}",
                "{\"mode\":\"postpaid\",\"threshold\":\"1.001\"}",
                "{\"mode\":\"postpaid\",\"limit\":\"0\"}",
                "{\"mode\":\"postpaid\",\"zone\":\"Mars\"}",
                "{\"mode\":\"prepaid\",\"threshold\":\"5.00\"}",
                "{\"mode\":\"prepaid\",\"limit\":\"-1\"}")) {
            assertThat(api.put(path, refused).code()).as(refused).isEqualTo("parameter_invalid");
        }
    }

    @Test
    void autoRechargeIsSetAndTakenBackWithoutTouchingTheCard() {
        String path = CREDITS + "/auto-recharge";
        JsonNode set = api.put(path, "{\"enabled\":true,\"threshold\":\"2\",\"amount\":\"20.00\",\"daily_max\":4}")
                .body();
        assertThat(api.get(path).body()).isEqualTo(set);
        assertThat(set.get("threshold").asText()).isEqualTo("2.00");
        assertThat(api.put(path, "{\"enabled\":true,\"threshold\":\"2\"}")
                        .body()
                        .at("/error/param")
                        .asText())
                .isEqualTo("amount");
        String full =
                "{\"enabled\":true,\"threshold\":\"9\",\"amount\":\"20.00\",\"daily_max\":4,\"target\":\"30\",\"charge_max\":\"40\","
                        + "\"day_max\":\"80\",\"cooldown_seconds\":60}";
        JsonNode all = api.put(path, full).body();
        assertThat(all.get("target").asText()).isEqualTo("30.00");
        assertThat(all.get("day_max").asText()).isEqualTo("80.00");
        assertThat(all.get("cooldown_seconds").asInt()).isEqualTo(60);
        assertThat(api.put(path, full.replace("\"30\"", "\"3\""))
                        .body()
                        .at("/error/param")
                        .asText())
                .isEqualTo("target");
        assertThat(api.get(path).body()).isEqualTo(all);
        assertThat(api.put(path, "{\"enabled\":false}").body().get("enabled").asBoolean())
                .isFalse();
        assertThat(TestDatabase.rows(api.dataSource, "SELECT payment_method FROM billing.customer"))
                .contains("(pm_card_visa)");
        api.post("/v1/workspaces/late/credits/grants", "l", PAID);
        Answer postpaid = api.put(
                "/v1/workspaces/late/credits/auto-recharge",
                "{\"enabled\":true,\"threshold\":\"2\",\"amount\":\"20.00\",\"daily_max\":4}");
        assertThat(postpaid.status()).isEqualTo(409);
        assertThat(postpaid.code()).isEqualTo("not_prepaid");
    }
}
