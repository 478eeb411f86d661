package io.millrace.billing.api;

import io.millrace.billing.api.Route.Answer;
import io.millrace.billing.api.Route.Parameter;
import io.millrace.billing.postgres.reconcile.ReconciliationRuns;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.webhook.Acceptance;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What comes from Stripe, and the comparisons with it. Thread-safe. */
public final class StripeRoutes {
    private static final String RUNS = "/v1/reconciliation/runs";

    private final WebhookInbox inbox;
    private final ReconciliationRuns runs;

    public StripeRoutes(WebhookInbox inbox, ReconciliationRuns runs) {
        this.inbox = inbox;
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.delivery(
                        "/v1/webhooks/stripe",
                        "Events of Stripe; authentic by their signature",
                        Answer.ok(Delivery.Receipt.class),
                        this::deliver),
                Route.get(
                                RUNS,
                                Scope.RECONCILIATION_READ,
                                "Comparisons of the ledger with Stripe, the latest first; for a key of all workspaces",
                                Answer.page(RunJson.class),
                                this::list)
                        .with(Parameter.PAGE),
                Route.get(
                        RUNS + "/{run}",
                        Scope.RECONCILIATION_READ,
                        "One comparison",
                        Answer.ok(RunJson.class),
                        this::one),
                Route.get(
                        RUNS + "/{run}/differences",
                        Scope.RECONCILIATION_READ,
                        "What did not agree, as far as it was kept",
                        Answer.page(RunJson.Differing.class),
                        this::differences));
    }

    private Supplier<?> deliver(Call call) {
        Delivery delivery = call.body(Delivery.class);
        return () -> {
            Acceptance acceptance = inbox.accept(delivery.signature(), delivery.bytes());
            if (acceptance instanceof Acceptance.Refused refused) {
                throw ApiException.of(refused.status(), refused.code().toLowerCase(Locale.ROOT), refused.message());
            }
            return new Delivery.Receipt(true, acceptance instanceof Acceptance.Duplicate);
        };
    }

    private Supplier<?> list(Call call) {
        call.requireAllWorkspaces(); // a run tells about everybody
        long before = call.parameter("starting_after")
                .map(text -> id("starting_after", text))
                .orElse(Long.MAX_VALUE);
        int max = call.limit() + 1;
        return () -> call.page(runs.list(max, before).stream().map(RunJson::of).toList());
    }

    private Supplier<?> one(Call call) {
        call.requireAllWorkspaces(); // a run tells about everybody
        long id = id("run", call.value("run"));
        return () -> RunJson.of(run(id));
    }

    private Supplier<?> differences(Call call) {
        call.requireAllWorkspaces(); // a run tells about everybody
        long id = id("run", call.value("run"));
        return () -> new Page<>(
                runs.differences(run(id).id()).stream()
                        .map(RunJson.Differing::of)
                        .toList(),
                false);
    }

    private Run run(long id) {
        return runs.get(id)
                .orElseThrow(() -> ApiException.of(
                        ApiException.NOT_FOUND, "unknown_run", Expected.message("run", id, "one that there was")));
    }

    private static long id(String thing, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiException.param(
                    "parameter_invalid", thing, Expected.message(thing, text, "the id of a run, a number"));
        }
        return Long.parseLong(text);
    }
}
