package io.millrace.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.RatedUsage;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.CorrectedUsage;
import io.millrace.streams.metering.Pick;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import io.millrace.streams.metering.ReferenceBudgets;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The topology beside a reference that is nothing but lists and big numbers, over one long stream of calls that come twice,
 * late, out of order, broken and corrected, while prices and policies change. {@code -Dmillrace.records=1000000} makes it long.
 */
class DifferentialTest {
    private static final int RECORDS = Integer.getInteger("millrace.records", 20_000);
    private static final long SEED = Long.getLong("millrace.seed", 20_261_127L);
    private static final int CHECK_EVERY = 5_000;
    /** Calls that may come again or be corrected: those of a few hours, well within the windows of both. */
    private static final int REMEMBERED = 1_000;

    private static final List<String> MODELS = List.of("one", "two", "three", "never-priced");
    private static final List<String> FEATURES = List.of("assistant", "search", "title");
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.WORKSPACE, Dimension.API_KEY, Dimension.MODEL);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Workspace workspace = Workspace.unknown("w");
    private final List<Policy> policies = policies();
    private final Map<String, Policy> ever = new HashMap<>();
    private final ReferenceMetering reference = new ReferenceMetering(new ReferenceBudgets(policies), workspace);
    private final List<ReferenceMetering.Call> calls = new ArrayList<>();
    private final List<String> prices = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<YearMonth> months = new HashSet<>();
    private final Map<String, Decision> newest = new HashMap<>();
    private long now = Pipeline.NOW;
    private long malformed;
    private long refused;
    private long unpriced;

    @Test
    void nothingDiffersFromTheReference() {
        try (Pipeline pipeline = new Pipeline()) {
            MODELS.stream().limit(3).forEach(model -> price(pipeline, model, 0));
            policies.forEach(policy -> put(pipeline, policy));
            for (int i = 0; i < RECORDS; i++) {
                step(pipeline, i);
                if (i % CHECK_EVERY == CHECK_EVERY - 1) {
                    check(pipeline);
                }
            }
            check(pipeline);
            assertThat(pipeline.counters.snapshot().duplicates()).isEqualTo(reference.duplicates);
            assertThat(reference.duplicates).isGreaterThan(RECORDS / 50);
            assertThat(malformed).isGreaterThan(RECORDS / 100);
            assertThat(months).as("months of drawdowns").hasSizeGreaterThan(1);
            assertThat(unpriced).as("alerts of the model without a price").isEqualTo(1);
        }
    }

    private void step(Pipeline pipeline, int number) {
        now += random.nextInt(50) == 0 ? random.nextLong(Micros.PER_HOUR / 4) : random.nextLong(Micros.PER_SECOND);
        switch (random.nextInt(20)) {
            case 0 -> {
                pipeline.usageBytes("w", ("broken " + number).getBytes(StandardCharsets.UTF_8));
                malformed++;
            }
            case 1 -> repeat(pipeline);
            case 2 -> correct(pipeline, number);
            case 3 -> change(pipeline);
            default -> {
                long late = random.nextInt(5) == 0 ? random.nextLong(12 * Micros.PER_DAY) : random.nextLong(2_000_000);
                ReferenceMetering.Call call =
                        new ReferenceMetering.Call(usage(now - late, number), new Rating.Unpriced());
                remember(call);
                pipeline.usage(call.usage, now);
                reference.call(call);
            }
        }
    }

    private void remember(ReferenceMetering.Call call) {
        calls.add(call);
        if (calls.size() > REMEMBERED) {
            calls.remove(0);
        }
    }

    private void repeat(Pipeline pipeline) {
        // Of a call that was corrected, the repeat of its correction.
        if (!calls.isEmpty()) {
            Usage usage = calls.get(calls.size() - 1 - random.nextInt(Math.min(20, calls.size()))).usage;
            pipeline.usage(usage, now);
            reference.duplicates++;
        }
    }

    private void correct(Pipeline pipeline, int number) {
        if (!calls.isEmpty()) {
            ReferenceMetering.Call call = calls.get(random.nextInt(calls.size()));
            UUID named = call.ids.get(random.nextInt(call.ids.size()));
            Usage correction = CorrectedUsage.of(usage(call.usage.occurredAtMicros(), number), named);
            pipeline.usage(correction, now);
            reference.correct(call, correction);
        }
    }

    /** A price from now on, a version of one that is refused and changes nothing, or another limit with other thresholds. */
    private void change(Pipeline pipeline) {
        if (random.nextInt(50) == 0) {
            price(pipeline, MODELS.get(random.nextInt(3)), now);
        } else if (random.nextInt(50) == 0) {
            String priceId = Pick.one(random, prices);
            pipeline.priceBytes(priceId, "broken".getBytes(StandardCharsets.UTF_8));
            broken.add(priceId);
        } else if (random.nextInt(20) == 0) {
            int index = random.nextInt(policies.size());
            List<Integer> percents = Pick.one(random, List.of(List.of(50, 80, 100, 130), List.of(10, 99)));
            Policy changed = Policies.changed(policies.get(index), limit(), percents, random.nextInt(4) == 0);
            policies.set(index, changed);
            put(pipeline, changed);
            reference.budgets.put(changed);
        }
    }

    private void check(Pipeline pipeline) {
        for (int second = 0; second < 31; second++) {
            pipeline.flush();
        }
        assertThat(pipeline.rated().stream().map(DifferentialTest::text).toList())
                .as("rated, seed %d", SEED)
                .isEqualTo(reference.rated);
        reference.rated.clear();
        // Of several refused versions of a price, the newest is told.
        assertThat(pipeline.rejected()).as("rejected").hasSize(Math.toIntExact(malformed - refused + broken.size()));
        refused = malformed;
        broken.clear();
        reference.drawdowns.flush();
        List<Drawdown> drawdowns = pipeline.drawdowns();
        assertThat(drawdowns).as("drawdowns, seed %d", SEED).isEqualTo(reference.drawdowns.written);
        months.addAll(drawdowns.stream().map(Drawdown::month).toList());
        reference.drawdowns.written.clear();
        pipeline.decisions().forEach(decision -> newest.put(decision.scope().key(), decision));
        assertThat(used(said())).as("decisions, seed %d", SEED).isEqualTo(used(reference.budgets.newest()));
        List<BudgetAlert> heard = pipeline.alerts();
        unpriced += heard.stream()
                .filter(alert -> alert.kind() == AlertKind.UNPRICED)
                .count();
        List<String> crossed = heard.stream()
                .filter(alert -> alert.kind() == AlertKind.BUDGET)
                .map(this::text)
                .sorted()
                .toList();
        assertThat(crossed)
                .as("alerts, seed %d", SEED)
                .isEqualTo(reference.budgets.alerts.stream().sorted().toList());
        reference.budgets.alerts.clear();
        pipeline.forgetChangelogs();
    }

    private static String text(RatedUsage rated) {
        return ReferenceMetering.text(rated.getUsage().getEventId(), rated.getCostNanoUsd(), rated.getChargeNanoUsd());
    }

    private String text(BudgetAlert alert) {
        Policy policy = Objects.requireNonNull(ever.get(alert.policyId()), alert.policyId());
        String window = ReferenceBudgets.label(
                policy, Micros.toInstant(alert.window().startMicros()).atZone(policy.zone()));
        return alert.policyId() + " " + alert.scope().value() + " " + window + " " + alert.thresholdPercent() + "% at "
                + alert.used() + " of " + alert.limit();
    }

    private Map<String, String> said() {
        Map<String, String> all = new TreeMap<>();
        newest.values()
                .forEach(decision -> decision.constraints()
                        .forEach(c -> all.put(
                                c.policyId() + " " + decision.scope().value(),
                                c.used() + "/" + c.limit() + " " + (c.verdict() == Verdict.BLOCK))));
        return all;
    }

    /** Without those that nothing was used of. */
    private static Map<String, String> used(Map<String, String> all) {
        Map<String, String> used = new TreeMap<>(all);
        used.values().removeIf(text -> text.startsWith("0/"));
        return used;
    }

    private void put(Pipeline pipeline, Policy policy) {
        ever.put(policy.policyId(), policy);
        pipeline.policy(policy);
    }

    private void price(Pipeline pipeline, String model, long fromMicros) {
        Price price = Prices.named(
                model,
                fromMicros,
                null,
                Prices.rate(Component.INPUT, random.nextInt(1, 900) + "e-9"),
                Prices.rate(Component.CACHE_READ, random.nextInt(1, 90) + "e-9"),
                Prices.above(2_000, Component.INPUT, random.nextInt(900, 1_900) + "e-9"),
                Prices.rate(Component.OUTPUT, random.nextInt(1, 4_000) + "e-10"));
        pipeline.price(price);
        reference.price(price);
        prices.add(price.priceId());
    }

    private Usage usage(long at, int number) {
        long cached = random.nextLong(500);
        long input = cached + random.nextLong(2_000);
        Usage sample = Samples.usage(
                "w",
                "k" + random.nextInt(5),
                at,
                number,
                new TokenCounts(
                        input,
                        input - cached,
                        cached,
                        null,
                        null,
                        random.nextLong(900),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        String model = Pick.one(random, MODELS);
        return Samples.served(sample, "openai", model, Pick.one(random, FEATURES));
    }

    private long limit() {
        return random.nextLong(1, 4_000_000);
    }

    private List<Policy> policies() {
        List<Policy> all = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            for (Period period : List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.LIFETIME)) {
                all.add(Policies.budget(
                        measure + "-" + period,
                        Pick.one(random, DIMENSIONS),
                        measure,
                        limit(),
                        period,
                        ZoneId.of("Europe/Berlin"),
                        Action.BLOCK,
                        List.of(50, 80, 100, 130)));
            }
        }
        return all;
    }
}
