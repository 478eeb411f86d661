package io.millrace.billing.api;

import io.millrace.billing.api.Route.Answer;
import io.millrace.billing.api.Route.Parameter;
import io.millrace.billing.api.TransactionJson.Place;
import io.millrace.billing.charging.TopUpPayment;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.postgres.AccountStore;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.BalanceReader;
import io.millrace.billing.postgres.GrantStore;
import io.millrace.billing.postgres.GrantUse;
import io.millrace.billing.postgres.GrantView;
import io.millrace.billing.postgres.NewGrant;
import io.millrace.billing.postgres.RefundStore;
import io.millrace.billing.postgres.TraceReader;
import io.millrace.billing.postgres.api.BalanceNow;
import io.millrace.billing.postgres.api.WorkspaceReader;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The credits of workspaces over HTTP. Thread-safe. */
public final class CreditRoutes {
    private static final String CREDITS = "/v1/workspaces/{workspace}/credits";
    private static final Parameter AS_OF =
            new Parameter("as_of", "A past instant: what was booked until then, such as 2026-11-27T16:00:00Z.");
    private static final Parameter TYPE = new Parameter("type", "Only transactions of this type.");
    private static final UUID NO_DRAWDOWN = new UUID(0, 0);

    private final AccountStore accounts;
    private final GrantStore grants;
    private final RefundStore refunds;
    private final BalanceReader balances;
    private final TraceReader traces;
    private final WorkspaceReader workspaces;
    private final TermsRoutes terms;
    private final CheckoutDoor checkouts;

    public CreditRoutes(DataSource dataSource, Clock clock, CheckoutDoor checkouts) {
        this.checkouts = checkouts;
        accounts = new AccountStore(dataSource, clock);
        grants = new GrantStore(dataSource, clock);
        refunds = new RefundStore(dataSource, clock);
        balances = new BalanceReader(dataSource);
        traces = new TraceReader(dataSource);
        workspaces = new WorkspaceReader(dataSource);
        terms = new TermsRoutes(dataSource, clock);
    }

    List<Route> routes() {
        return Stream.of(
                        balanceRoutes(),
                        grantRoutes(),
                        topUpRoutes(),
                        refundRoutes(),
                        transactionRoutes(),
                        terms.routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> balanceRoutes() {
        return List.of(
                Route.get(
                                CREDITS + "/balance",
                                Scope.CREDITS_READ,
                                "What a workspace has, now or at a moment of the past",
                                Answer.ok(BalanceJson.class),
                                this::balance)
                        .with(List.of(AS_OF)),
                Route.get(
                        "/api/v1/credits",
                        Scope.CREDITS_READ,
                        "The workspace of the key as OpenRouter's clients ask for it",
                        Answer.ok(OpenRouterCredits.class),
                        this::openRouter));
    }

    private List<Route> grantRoutes() {
        return List.of(
                Route.get(
                                CREDITS + "/grants",
                                Scope.CREDITS_READ,
                                "Grants in any state, in the order they are used up",
                                Answer.page(GrantJson.class),
                                this::listGrants)
                        .with(Parameter.PAGE),
                Route.post(
                        CREDITS + "/grants",
                        Scope.CREDITS_WRITE,
                        "Book a grant; opens the account where there is none",
                        GrantJson.New.class,
                        Answer.created(GrantJson.class),
                        this::grant),
                Route.get(
                        CREDITS + "/grants/{grant}",
                        Scope.CREDITS_READ,
                        "One grant",
                        Answer.ok(GrantJson.class),
                        call -> () -> GrantJson.of(grantOf(call))),
                Route.post(
                        CREDITS + "/grants/{grant}/void",
                        Scope.CREDITS_WRITE,
                        "End a grant; what is left of it is booked out",
                        GrantJson.Ending.class,
                        Answer.ok(GrantJson.class),
                        this::voidGrant),
                Route.get(
                                CREDITS + "/grants/{grant}/consumptions",
                                Scope.CREDITS_READ,
                                "The drawdowns that a grant paid, the latest first",
                                Answer.page(TransactionJson.Use.class),
                                this::consumptions)
                        .with(Parameter.PAGE));
    }

    private List<Route> topUpRoutes() {
        return List.of(
                Route.get(
                                CREDITS + "/top-ups",
                                Scope.CREDITS_READ,
                                "Purchases of credit, the latest first",
                                Answer.page(TopUpJson.class),
                                this::listTopUps)
                        .with(Parameter.PAGE),
                Route.post(
                        CREDITS + "/top-ups",
                        Scope.CREDITS_WRITE,
                        "Buy credit with the card that is kept, charged soon after, or on a page where the customer pays",
                        TopUpJson.New.class,
                        Answer.accepted(TopUpJson.class),
                        this::topUp),
                Route.get(
                        CREDITS + "/top-ups/{topup}",
                        Scope.CREDITS_READ,
                        "One purchase",
                        Answer.ok(TopUpJson.class),
                        this::oneTopUp),
                Route.get(
                        CREDITS + "/auto-recharge",
                        Scope.CREDITS_READ,
                        "When the card is charged by itself",
                        Answer.ok(RechargeJson.class),
                        call -> () -> recharge(call.workspace())),
                Route.put(
                        CREDITS + "/auto-recharge",
                        Scope.CREDITS_WRITE,
                        "Set when the card is charged by itself",
                        RechargeJson.Terms.class,
                        Answer.ok(RechargeJson.class),
                        this::setRecharge));
    }

    private List<Route> refundRoutes() {
        return List.of(
                Route.get(
                                CREDITS + "/refunds",
                                Scope.CREDITS_READ,
                                "Refunds, the latest first",
                                Answer.page(RefundJson.class),
                                this::listRefunds)
                        .with(Parameter.PAGE),
                Route.post(
                        CREDITS + "/refunds",
                        Scope.CREDITS_WRITE,
                        "Give back the payment of a top-up, or a part of it; it is made soon after",
                        RefundJson.New.class,
                        Answer.accepted(RefundJson.class),
                        this::refund));
    }

    private List<Route> transactionRoutes() {
        return List.of(
                Route.get(
                                CREDITS + "/transactions",
                                Scope.CREDITS_READ,
                                "Movements on the accounts of a workspace, the latest first",
                                Answer.page(TransactionJson.class),
                                this::transactions)
                        .with(List.of(TYPE, Parameter.LIMIT, Parameter.STARTING_AFTER)),
                Route.get(
                        CREDITS + "/drawdowns/{drawdown}/fundings",
                        Scope.CREDITS_READ,
                        "What paid a drawdown, part by part",
                        Answer.page(TransactionJson.Use.class),
                        this::fundings));
    }

    private Supplier<?> balance(Call call) {
        Optional<Long> at = call.parameter("as_of").map(text -> Call.valid("as_of", () -> micros("as_of", text)));
        String workspace = call.workspace();
        return () -> at.isEmpty()
                ? BalanceJson.of(workspace, now(workspace))
                : BalanceJson.of(
                        workspace, balances.at(workspace, at.get()).orElseThrow(() -> unknown(workspace)), at.get());
    }

    private static long micros(String thing, String text) {
        try {
            return Require.instant(thing, Micros.of(Instant.parse(text)));
        } catch (DateTimeException e) {
            throw Expected.illegal(thing, text, Schemas.rule(Instant.class));
        }
    }

    private Supplier<?> openRouter(Call call) {
        String workspace = Objects.requireNonNull(call.key()).workspace();
        if (workspace == null) {
            throw ApiException.of(
                    ApiException.BAD_REQUEST,
                    "workspace_missing",
                    Expected.message("key", "of all workspaces", "one that is bound to a workspace"));
        }
        return () -> OpenRouterCredits.of(now(workspace));
    }

    private BalanceNow now(String workspace) {
        return workspaces.balance(workspace).orElseThrow(() -> unknown(workspace));
    }

    private static MillraceException unknown(String workspace) {
        return MillraceException.user("UNKNOWN_WORKSPACE", "workspace", workspace, "one that has an account");
    }

    private Supplier<?> listGrants(Call call) {
        call.limit(); // refused before anything is read
        return () -> {
            now(call.workspace());
            return call.page(grants.grants(call.workspace()), GrantView::grantId, GrantJson::of);
        };
    }

    private Supplier<?> listRefunds(Call call) {
        call.limit(); // refused before anything is read
        return () -> {
            now(call.workspace());
            List<Refund> all = new ArrayList<>(refunds.refunds(call.workspace()));
            Collections.reverse(all);
            return call.page(all, refund -> refund.id().toString(), RefundJson::of);
        };
    }

    private Supplier<?> refund(Call call) {
        RefundRequest request = call.body(RefundJson.New.class).toRequest(call.workspace(), call.effectKey());
        return () -> RefundJson.of(refunds.request(request));
    }

    private Supplier<?> grant(Call call) {
        NewGrant grant = call.body(GrantJson.New.class).toBook(call.workspace(), call.effectKey());
        return () -> {
            grants.grant(grant);
            String source = "admin:" + call.workspace() + "|" + call.effectKey();
            return grants.grants(call.workspace()).stream()
                    .filter(booked -> booked.source().equals(source))
                    .map(GrantJson::of)
                    .findFirst()
                    .orElseThrow();
        };
    }

    private GrantView grantOf(Call call) {
        return grants.grants(call.workspace()).stream()
                .filter(grant -> grant.grantId().equals(call.value("grant")))
                .findFirst()
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_GRANT", "grant", call.value("grant"), "a grant of workspace " + call.workspace()));
    }

    private Supplier<?> voidGrant(Call call) {
        String reason = call.body(GrantJson.Ending.class).reason();
        Call.valid("reason", () -> Require.identifier("reason", reason));
        return () -> {
            grants.voidGrant(call.workspace(), call.value("grant"), reason);
            return GrantJson.of(grantOf(call));
        };
    }

    private Supplier<?> consumptions(Call call) {
        Optional<GrantUse> after = call.parameter("starting_after")
                .map(id -> Call.valid("starting_after", () -> Place.parse(id)))
                .map(place -> new GrantUse(place.transferId(), NO_DRAWDOWN, "", Money.ZERO, place.bookedAtMicros()));
        int max = call.limit() + 1;
        return () -> call.page(traces.ofGrant(grantOf(call).grantId(), after.orElse(null), max).stream()
                .map(TransactionJson.Use::of)
                .toList());
    }

    private Supplier<?> fundings(Call call) {
        UUID drawdown = uuid("drawdown", call.value("drawdown"));
        return () -> new Page<>(
                traces
                        .ofDrawdown(call.workspace(), drawdown)
                        .orElseThrow(() -> ApiException.of(
                                ApiException.NOT_FOUND,
                                "unknown_drawdown",
                                Expected.message("drawdown", drawdown, "a posted one of " + call.workspace())))
                        .stream()
                        .map(TransactionJson.Use::of)
                        .toList(),
                false);
    }

    private static UUID uuid(String thing, String text) {
        return Call.valid(thing, () -> UUID.fromString(text));
    }

    private Supplier<?> listTopUps(Call call) {
        Optional<UUID> after = call.parameter("starting_after").map(text -> uuid("starting_after", text));
        int max = call.limit() + 1;
        return () -> {
            now(call.workspace());
            after.ifPresent(id -> findTopUp(call.workspace(), id));
            return call.page(workspaces.topUps(call.workspace(), after.orElse(null), max).stream()
                    .map(TopUpJson::of)
                    .toList());
        };
    }

    private Supplier<?> topUp(Call call) {
        TopUpJson.New wanted = call.body(TopUpJson.New.class);
        long cents = Call.valid("amount", () -> Rules.chargeable("amount", wanted.amount()));
        String workspace = call.workspace();
        boolean save = wanted.savesCard();
        return () -> findTopUp(
                workspace,
                wanted.payment() == TopUpPayment.CHECKOUT
                        ? checkouts.open(workspace, cents, call.effectKey(), save)
                        : accounts.topUp(workspace, cents, call.effectKey()));
    }

    private Supplier<?> oneTopUp(Call call) {
        UUID id = uuid("topup", call.value("topup"));
        return () -> findTopUp(call.workspace(), id);
    }

    private TopUpJson findTopUp(String workspace, UUID id) {
        return workspaces
                .topUp(workspace, id)
                .map(TopUpJson::of)
                .orElseThrow(() -> ApiException.of(
                        ApiException.NOT_FOUND,
                        "unknown_top_up",
                        Expected.message("top-up", id, "one of workspace " + workspace)));
    }

    private RechargeJson recharge(String workspace) {
        now(workspace);
        return RechargeJson.of(workspaces.recharge(workspace));
    }

    private Supplier<?> setRecharge(Call call) {
        AutoRecharge wanted = call.body(RechargeJson.Terms.class).toSet();
        return () -> {
            now(call.workspace());
            if (!workspaces.setRecharge(call.workspace(), wanted)) {
                throw MillraceException.user(
                        "NOT_PREPAID", "workspace", call.workspace(), "one that pays ahead and has a payment method");
            }
            return recharge(call.workspace());
        };
    }

    private Supplier<?> transactions(Call call) {
        Place after = call.parameter("starting_after")
                .map(id -> Call.valid("starting_after", () -> Place.parse(id)))
                .orElse(Place.FIRST);
        Set<TransferKind> kinds = call.parameter("type")
                .map(text -> Call.valid("type", () -> TransactionJson.Type.parse(text))
                        .kinds())
                .orElse(EnumSet.allOf(TransferKind.class));
        int max = call.limit() + 1;
        return () -> {
            now(call.workspace());
            return call.page(
                    workspaces
                            .transfers(call.workspace(), kinds, after.bookedAtMicros(), after.transferId(), max)
                            .stream()
                            .map(TransactionJson::of)
                            .toList());
        };
    }
}
