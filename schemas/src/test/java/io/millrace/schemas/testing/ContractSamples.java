package io.millrace.schemas.testing;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.LimitIncrease;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.CostLine;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.PriceReference;
import io.millrace.schemas.rating.RatedUsage;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Personal;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One record of every kind with every field set, the same for ever: the golden bytes are made of them. */
public final class ContractSamples {
    private static final long AT = 1_790_000_000_123_456L;
    private static final String WORKSPACE = "acme";

    private ContractSamples() {}

    public static Usage usage() {
        return new Usage(
                Samples.eventId(AT, 7),
                new Attribution(
                        WORKSPACE,
                        "team-1",
                        Samples.pseudonym(1),
                        "key-1",
                        KeyKind.SERVICE,
                        Samples.pseudonym(2),
                        "assistant",
                        "production",
                        "session-1",
                        "büro"),
                new ModelCall(
                        Operation.CHAT,
                        "openai",
                        "gpt-5.6",
                        "gpt-5.6-sol",
                        "deployment-1",
                        "eu-west-1",
                        "flex",
                        true,
                        true,
                        false),
                new TokenCounts(1_000L, 400L, 300L, 200L, 100L, 500L, 120L, 10L, 20L, 30L, 40L, 50L),
                new UnitCounts(2L, 1_500L, 3_000L, 4L),
                UsageSource.ESTIMATED,
                new Timing(AT, AT + 1_000, 850_000L, 210_000L, 900L, 50L),
                new Result(Outcome.PARTIAL, 502, "java.net.SocketException", "resp_1"),
                new Attempt("operation-1", 2),
                CredentialMode.BRING_YOUR_OWN,
                54_399_000L,
                Samples.eventId(AT - 5_000_000, 6),
                new DecisionReference(Dimension.API_KEY, "key-1", 42),
                new Origin("gateway-1", AT - 9_000_000_000L, 77),
                Map.of("cost_center", "4711"),
                new Personal(Samples.pseudonym(3), ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }

    public static RatedUsage rated() {
        List<CostLine> lines = List.of(
                new CostLine(Component.INPUT, 400, new Rate(2_500_000)),
                new CostLine(Component.OUTPUT, 500, new Rate(15_000_000)));
        Rating rating = new Rating.Priced(
                "openai/gpt-5.6-sol@2026-08-01",
                3,
                lines,
                1_100_000,
                new Money(9_350_000),
                new Money(11_220_000),
                new PriceReference("acme/gpt-5.6-sol@2026-09-01", 1));
        Replacement replaces = new Replacement(
                Samples.eventId(AT - 5_000_000, 6), 900, 450, 250, new Money(9_000_000), new Money(10_800_000));
        return new RatedUsage(usage(), rating, AT + 2_000, replaces);
    }

    public static Price price() {
        return new Price(
                "openai/gpt-5.6-sol@2026-08-01",
                3,
                "openai",
                "gpt-5.6-sol",
                List.of("gpt-5.6", "gpt-5.6-latest"),
                1_785_542_400_000_000L,
                1_788_220_800_000_000L,
                ReasoningMode.ADDED,
                List.of(
                        ComponentRate.base(Component.INPUT, new Rate(2_500_000)),
                        new ComponentRate(Component.OUTPUT, new Rate(15_000_000), 272_000, "priority", false),
                        new ComponentRate(Component.OUTPUT, new Rate(7_500_000), 0, null, true, true)),
                "price list of 2026-08-01",
                List.of(new DailyWindow(990, 30)),
                List.of(new RegionMultiplier("eu-west-1", 1_100_000)),
                WORKSPACE);
    }

    public static RejectedRecord rejected() {
        return new RejectedRecord(
                RejectReason.INVALID,
                "usage.tokens.cache_read: 12 (expected: <= input_total 10)",
                Samples.eventId(AT, 8),
                new SourcePlace("millrace.usage", 1, 4_711),
                AT,
                ByteBuffer.wrap(new byte[] {'a', 'c', 'm', 'e'}),
                ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 1, -1}));
    }

    public static Undelivered undelivered() {
        return new Undelivered(
                "finance",
                "charge:topup-1:ACTION_REQUIRED:4",
                new SourcePlace("millrace.notices", 2, 11),
                9,
                "answer: 503 (expected: 200 to 299)",
                AT,
                ByteBuffer.wrap(new byte[] {'a', 'c', 'm', 'e'}),
                ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 1, -1}));
    }

    public static Policy policy() {
        return new Policy(
                WORKSPACE + "/weekly",
                WORKSPACE,
                PolicyKind.BUDGET,
                Dimension.USER,
                Samples.pseudonym(1),
                Measure.COST,
                5_000_000_000L,
                Period.WEEK,
                0,
                ZoneId.of("Europe/Berlin"),
                DayOfWeek.SUNDAY,
                List.of(50, 80, 100),
                List.of(1_000_000_000L),
                Action.BLOCK,
                true,
                List.of(new LimitIncrease(2_000_000_000L, AT, AT + 3_600_000_000L)),
                new AbuseSignals(
                        new SpikeSignal(500, 20_000_000_000L, 12), new AddressSignal(8), new ErrorSignal(50, 20, 300)));
    }

    public static Decision decision() {
        Window window = new Window(AT - 1_000_000, AT + 1_000_000);
        return new Decision(
                new Scope(WORKSPACE, Dimension.API_KEY, "key-1"),
                42,
                AT,
                List.of(
                        new Constraint(
                                WORKSPACE + "/hourly",
                                Verdict.BLOCK,
                                Reason.BUDGET_EXHAUSTED,
                                Measure.CHARGE,
                                100,
                                100,
                                window),
                        new Constraint(
                                "credit",
                                Verdict.ALLOW,
                                Reason.WITHIN_LIMIT,
                                Measure.CHARGE,
                                1_000,
                                400,
                                new Window(0, null))));
    }

    public static BudgetAlert alert() {
        return new BudgetAlert(
                new UUID(0x0123_4567_89AB_3DEFL, 0x8123_4567_89AB_CDEFL),
                AlertKind.BUDGET,
                WORKSPACE + "/daily",
                Scope.ofWorkspace(WORKSPACE),
                Measure.CHARGE,
                800,
                80,
                810,
                1_000,
                new Window(AT - 1_000_000, AT + 1_000_000),
                1_620L,
                AT);
    }

    public static Workspace workspace() {
        return new Workspace(
                WORKSPACE,
                "enterprise",
                ZoneId.of("America/New_York"),
                WorkspaceStatus.SUSPENDED,
                BillingMode.PREPAID,
                1_200_000,
                50_000,
                new Money(10_000_000_000L),
                false,
                "long");
    }

    public static Drawdown drawdown() {
        return new Drawdown(
                Drawdown.idOf(WORKSPACE, 7),
                WORKSPACE,
                7,
                new Money(54_399_000),
                new Money(45_332_500),
                3,
                AT - 2_000_000,
                AT,
                ZoneId.of("America/New_York"),
                List.of(
                        new DrawdownLine(
                                "anthropic", "claude-5", "assistant", new Money(4_399_000), new Money(332_500), 1),
                        new DrawdownLine(
                                "openai", "gpt-5.6-sol", "search", new Money(50_000_000), new Money(45_000_000), 2)));
    }

    public static CreditEntry credit() {
        return new CreditEntry(
                "credit-1", WORKSPACE, CreditKind.EXPIRY, new Money(-2_500_000_000L), "grant-1", "expiry run", AT);
    }

    public static Notice notice() {
        return new Notice(
                "charge:topup-1:ACTION_REQUIRED:4",
                WORKSPACE,
                NoticeKind.ACTION_REQUIRED,
                "topup-1",
                "REQUIRES_ACTION",
                1_250,
                "authentication_required",
                "https://pay.example/pi_1",
                AT);
    }
}
