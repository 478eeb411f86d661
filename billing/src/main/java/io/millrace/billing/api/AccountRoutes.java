package io.millrace.billing.api;

import io.millrace.billing.account.CloseTerms;
import io.millrace.billing.api.Route.Answer;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.function.Supplier;

/** The end of accounts over HTTP. Thread-safe. */
public final class AccountRoutes {
    private static final String CLOSE = "/v1/workspaces/{workspace}/close";

    private final AccountDoor accounts;

    public AccountRoutes(AccountDoor accounts) {
        this.accounts = accounts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        CLOSE,
                        Scope.CREDITS_READ,
                        "How far the closing of an account is",
                        Answer.ok(CloseJson.class),
                        call -> () -> closing(call.workspace())),
                Route.post(
                        CLOSE,
                        Scope.CREDITS_WRITE,
                        "Close an account for good, step by step; asked again, it goes on under the terms of that call",
                        CloseJson.Terms.class,
                        Answer.accepted(CloseJson.class),
                        this::close),
                Route.post(
                        "/v1/workspaces/{workspace}/reopen",
                        Scope.CREDITS_WRITE,
                        "Open an account again; what was ended stays ended",
                        CloseJson.Reopening.class,
                        Answer.ok(CloseJson.class),
                        this::reopen));
    }

    private Supplier<?> close(Call call) {
        CloseTerms terms =
                Call.valid("reason", () -> call.body(CloseJson.Terms.class).toTerms());
        return () -> CloseJson.of(accounts.close(call.workspace(), terms));
    }

    private Supplier<?> reopen(Call call) {
        String reason = Call.valid(
                "reason",
                () -> new CloseTerms(
                                false,
                                false,
                                false,
                                call.body(CloseJson.Reopening.class).reason())
                        .reason());
        return () -> {
            accounts.reopen(call.workspace(), reason);
            return closing(call.workspace());
        };
    }

    private CloseJson closing(String workspace) {
        return accounts.closing(workspace)
                .map(CloseJson::of)
                .orElseThrow(() -> ApiException.of(
                        ApiException.NOT_FOUND,
                        "unknown_closing",
                        Expected.message("workspace", workspace, "one that is closed, or being closed")));
    }
}
