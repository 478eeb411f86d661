package io.millrace.billing.api;

import io.millrace.billing.api.Route.Answer;
import io.millrace.billing.postgres.postpaid.PostpaidStore;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** How workspaces pay, over HTTP. Thread-safe. */
final class TermsRoutes {
    private static final String TERMS = "/v1/workspaces/{workspace}/billing-terms";

    private final PostpaidStore store;

    TermsRoutes(DataSource dataSource, Clock clock) {
        store = new PostpaidStore(dataSource, clock);
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        TERMS,
                        Scope.CREDITS_READ,
                        "How a workspace pays",
                        Answer.ok(BillingTermsJson.class),
                        call -> () -> terms(call.workspace())),
                Route.put(
                        TERMS,
                        Scope.CREDITS_WRITE,
                        "Set how a workspace pays; opens the account where there is none",
                        BillingTermsJson.New.class,
                        Answer.ok(BillingTermsJson.class),
                        this::set));
    }

    private BillingTermsJson terms(String workspace) {
        return BillingTermsJson.of(store.terms(workspace)
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_WORKSPACE", "workspace", workspace, "one that has an account")));
    }

    private Supplier<?> set(Call call) {
        BillingTerms wanted = call.body(BillingTermsJson.New.class).toSet(call.workspace());
        return () -> {
            store.setTerms(wanted);
            return terms(call.workspace());
        };
    }
}
