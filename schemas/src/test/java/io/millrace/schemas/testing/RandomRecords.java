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
import io.millrace.schemas.money.CostSum;
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
import io.millrace.schemas.usage.Usage;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random valid records of every kind but calls ({@link RandomUsage}), the edges of their bounds among them. */
public final class RandomRecords {
    private static final List<Period> CALENDAR =
            List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.LIFETIME);
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");

    private final RandomGenerator random;
    private final RandomValues values;

    public RandomRecords(RandomGenerator random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    public RatedUsage rated() {
        Rating rating = random.nextInt(4) == 0 ? new Rating.Unpriced() : priced();
        Usage usage = new RandomUsage(random).usage();
        Replacement replaces = usage.corrects() == null ? null : values.maybe(this::replacement);
        return new RatedUsage(usage, rating, values.instant(), replaces);
    }

    private Replacement replacement() {
        long input = random.nextLong(1_000_000);
        return new Replacement(
                Samples.eventId(2_000_000, random.nextLong(1_000)),
                input,
                random.nextLong(1_000_000),
                random.nextLong(input + 1),
                new Money(values.amount()),
                new Money(values.amount()));
    }

    public Price price() {
        boolean offPeak = random.nextBoolean();
        long from = random.nextLong(2_000_000_000_000_000L);
        List<RegionMultiplier> regions = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new RegionMultiplier("region-" + i, random.nextLong(Price.MULTIPLIER_PPM_MAX + 1)))
                .toList();
        return new Price(
                values.identifier(),
                1 + random.nextInt(1_000),
                values.identifier(),
                values.identifier(),
                values.list(5, values::identifier),
                from,
                values.maybe(() -> from + 1 + random.nextLong(1_000_000_000_000L)),
                values.of(ReasoningMode.class),
                IntStream.range(0, 1 + random.nextInt(20))
                        .mapToObj(i -> rate(offPeak))
                        .toList(),
                values.note(Price.SOURCE_LENGTH_MAX),
                offPeak ? List.of(window(), window()) : values.list(2, this::window),
                regions,
                values.maybe(values::workspaceId));
    }

    public RejectedRecord rejected() {
        return new RejectedRecord(
                values.of(RejectReason.class),
                RejectedRecord.detailOf(values.anyText(2_000)),
                values.maybe(() -> new UUID(random.nextLong(), random.nextLong())),
                values.maybe(() -> new SourcePlace(
                        values.identifier(), random.nextInt(0, Integer.MAX_VALUE), random.nextLong(0, Long.MAX_VALUE))),
                values.instant(),
                values.maybe(this::bytes),
                values.maybe(this::bytes));
    }

    public Undelivered undelivered() {
        return new Undelivered(
                values.identifier(),
                values.maybe(values::identifier),
                new SourcePlace(
                        values.identifier(), random.nextInt(0, Integer.MAX_VALUE), random.nextLong(0, Long.MAX_VALUE)),
                random.nextInt(0, 1_000),
                RejectedRecord.detailOf(values.anyText(2_000)),
                values.instant(),
                values.maybe(this::bytes),
                values.maybe(this::bytes));
    }

    public Policy policy() {
        String workspace = values.workspaceId();
        boolean rate = random.nextBoolean();
        Dimension dimension = values.of(Dimension.class);
        boolean personal = dimension == Dimension.USER || dimension == Dimension.CLIENT_IP;
        String value = personal ? values.pseudonym() : values.identifier();
        return new Policy(
                workspace + "/p" + random.nextInt(1_000),
                workspace,
                rate ? PolicyKind.RATE_LIMIT : PolicyKind.BUDGET,
                dimension,
                random.nextBoolean() ? Policy.EACH_VALUE : value,
                values.of(Measure.class),
                values.amount(),
                rate ? Period.SLIDING : CALENDAR.get(random.nextInt(CALENDAR.size())),
                rate ? 1 + random.nextInt(31 * 24 * 3600) : 0,
                zone(),
                values.of(DayOfWeek.class),
                values.list(5, () -> 1 + random.nextInt(Policy.THRESHOLD_PERCENT_MAX)),
                values.list(5, () -> 1 + random.nextLong(Long.MAX_VALUE)),
                values.of(Action.class),
                random.nextBoolean(),
                values.list(3, this::increase),
                random.nextBoolean() ? AbuseSignals.NONE : abuse());
    }

    public Decision decision() {
        return new Decision(
                scope(), 1 + random.nextLong(Long.MAX_VALUE), values.instant(), values.list(6, this::constraint));
    }

    public BudgetAlert alert() {
        return new BudgetAlert(
                new UUID(random.nextLong(), random.nextLong()),
                values.of(AlertKind.class),
                values.identifier(),
                scope(),
                values.of(Measure.class),
                random.nextLong(),
                values.maybe(() -> 1 + random.nextInt(Policy.THRESHOLD_PERCENT_MAX)),
                random.nextLong(),
                random.nextLong(),
                span(),
                values.maybe(random::nextLong),
                values.instant());
    }

    public Workspace workspace() {
        return new Workspace(
                values.workspaceId(),
                values.identifier(),
                zone(),
                values.of(WorkspaceStatus.class),
                values.of(BillingMode.class),
                random.nextLong(1_000 * Workspace.PPM + 1),
                random.nextLong(1_000 * Workspace.PPM + 1),
                new Money(values.amount()),
                random.nextBoolean(),
                values.identifier());
    }

    public Drawdown drawdown() {
        String workspace = values.workspaceId();
        long sequence = 1 + random.nextLong(Long.MAX_VALUE);
        long first = random.nextLong(1_000_000_000_000_000L);
        List<DrawdownLine> lines = drawdownLines();
        boolean told = !lines.isEmpty();
        return new Drawdown(
                Drawdown.idOf(workspace, sequence),
                workspace,
                sequence,
                new Money(told ? sum(lines, line -> line.charge().nanoUsd()) : random.nextLong()),
                new Money(told ? sum(lines, line -> line.cost().nanoUsd()) : random.nextLong()),
                told ? sum(lines, DrawdownLine::recordCount) : 1 + random.nextLong(Long.MAX_VALUE),
                first,
                first + random.nextLong(3) * random.nextLong(1_000_000),
                zone(),
                lines);
    }

    private List<DrawdownLine> drawdownLines() {
        Set<DrawdownLine> lines = new TreeSet<>(DrawdownLine.ORDER);
        lines.addAll(values.list(
                5,
                () -> new DrawdownLine(
                        values.identifier(),
                        values.identifier(),
                        values.maybe(values::identifier),
                        new Money(values.amount() / 5),
                        new Money(values.amount() / 5),
                        1 + random.nextLong(1_000_000))));
        return List.copyOf(lines);
    }

    private static long sum(List<DrawdownLine> lines, ToLongFunction<DrawdownLine> part) {
        return lines.stream().mapToLong(part).sum();
    }

    public CreditEntry credit() {
        CreditKind kind = values.of(CreditKind.class);
        long positive = 1 + values.amount() / 2;
        boolean negative = kind == CreditKind.EXPIRY || (kind != CreditKind.GRANT && random.nextBoolean());
        return new CreditEntry(
                values.identifier(),
                values.workspaceId(),
                kind,
                new Money(negative ? -positive : positive),
                values.note(256),
                values.note(256),
                values.instant());
    }

    public Notice notice() {
        return new Notice(
                values.identifier(),
                values.workspaceId(),
                values.of(NoticeKind.class),
                values.note(256),
                values.note(64),
                values.amount(),
                random.nextBoolean() ? values.identifier() : null,
                random.nextBoolean() ? values.note(2_048) : null,
                values.instant());
    }

    private Rating.Priced priced() {
        List<CostLine> lines = values.list(
                4,
                () -> new CostLine(
                        values.of(Component.class),
                        random.nextLong(1_000_000),
                        new Rate(random.nextLong(1_000_000_000L))));
        CostSum sum = new CostSum();
        lines.forEach(line -> sum.add(line.units(), line.rate()));
        long multiplier = random.nextBoolean() ? Price.PPM : random.nextLong(2 * Price.PPM);
        return new Rating.Priced(
                values.identifier(),
                1 + random.nextInt(100),
                lines,
                multiplier,
                sum.toMoney(multiplier),
                new Money(values.amount()),
                values.maybe(() -> new PriceReference(values.identifier(), 1 + random.nextInt(100))));
    }

    private ComponentRate rate(boolean offPeak) {
        return new ComponentRate(
                values.of(Component.class),
                new Rate(random.nextLong(ComponentRate.PICO_USD_MAX + 1)),
                random.nextInt(3) * 100_000L,
                values.maybe(values::identifier),
                random.nextBoolean(),
                offPeak && random.nextBoolean());
    }

    private DailyWindow window() {
        return new DailyWindow(random.nextInt(1_440), random.nextInt(1_440));
    }

    private LimitIncrease increase() {
        long from = random.nextLong(1_000_000_000_000_000L);
        return new LimitIncrease(1 + random.nextLong(Long.MAX_VALUE), from, from + 1 + random.nextLong(1_000_000_000L));
    }

    private AbuseSignals abuse() {
        return new AbuseSignals(
                values.maybe(() -> new SpikeSignal(
                        random.nextInt(101, Policy.THRESHOLD_PERCENT_MAX + 1),
                        1 + random.nextLong(Long.MAX_VALUE),
                        random.nextInt(1, SpikeSignal.HISTORY_HOURS_MAX + 1))),
                values.maybe(() -> new AddressSignal(random.nextInt(1, AddressSignal.ADDRESSES_MAX + 1))),
                values.maybe(() -> new ErrorSignal(
                        random.nextInt(Integer.MAX_VALUE), random.nextInt(100), 1 + random.nextInt(24 * 3600))));
    }

    private Constraint constraint() {
        return new Constraint(
                values.identifier(),
                values.of(Verdict.class),
                values.of(Reason.class),
                values.of(Measure.class),
                random.nextLong(),
                random.nextLong(),
                span());
    }

    private Window span() {
        long start = random.nextLong(1_000_000_000_000_000L);
        return new Window(start, values.maybe(() -> start + 1 + random.nextLong(1_000_000_000_000L)));
    }

    private Scope scope() {
        return new Scope(values.workspaceId(), values.of(Dimension.class), values.identifier());
    }

    private ZoneId zone() {
        return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    }

    private ByteBuffer bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
