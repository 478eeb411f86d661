package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.PriceReference;
import io.millrace.schemas.rating.RatedUsage;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rater agrees with paper and pencil on prices and calls nobody thought of. */
class RaterTrialsTest {
    private static final long[] THRESHOLDS = {0, 0, 1_000, 50_000};
    private static final String[] TIERS = {"", "", "flex", "priority"};
    private static final String[] REGIONS = {"", "eu", "us"};
    private static final int[] MINUTES = {0, 1, 30, 990, 1_439};
    private static final long DAY = 20_000 * Micros.PER_DAY;

    @Test
    void costAndChargeAgreeWithTheReference() {
        Trials.run(4_000, random -> {
            Price price = price(random, null);
            Price own = random.nextInt(3) == 0 ? price(random, "w") : null;
            Price others = price(random, "someone-else");
            PriceBook book = PriceBook.of(own == null ? List.of(price, others) : List.of(own, others, price));
            Usage usage = usage(random);
            Workspace workspace = workspace(random);

            Rating rating = Rater.rate(usage, workspace, book);

            long cost = ReferenceRater.amount(usage, price);
            assertThat(rating.cost().nanoUsd()).isEqualTo(cost);
            assertThat(rating.charge().nanoUsd()).isEqualTo(ReferenceRater.charge(usage, cost, workspace, own));
            boolean byOwn = own != null && usage.credentialMode() == CredentialMode.PLATFORM;
            assertThat(((Rating.Priced) rating).chargePrice()).isEqualTo(byOwn ? new PriceReference("p|w", 1) : null);
            new RatedUsage(usage, rating, usage.occurredAtMicros());
        });
    }

    private static Workspace workspace(RandomGenerator random) {
        Workspace w = Workspace.unknown("w");
        return new Workspace(
                "w",
                "p",
                w.zone(),
                w.status(),
                w.billingMode(),
                random.nextLong(2_000_001),
                random.nextLong(100_001),
                w.overdraftLimit(),
                true,
                "standard");
    }

    private static Price price(RandomGenerator random, @Nullable String workspace) {
        Map<String, ComponentRate> rates = new LinkedHashMap<>();
        boolean timed = random.nextBoolean();
        int count = random.nextInt(1, 25);
        for (int i = 0; i < count; i++) {
            Component component = Pick.one(random, Component.values());
            long above = THRESHOLDS[random.nextInt(THRESHOLDS.length)];
            String tier = Pick.one(random, TIERS);
            boolean batch = random.nextInt(4) == 0;
            boolean offPeak = timed && random.nextInt(4) == 0;
            Rate rate = new Rate(random.nextLong(20_000_001));
            rates.put(
                    component + "|" + above + tier + batch + offPeak,
                    new ComponentRate(component, rate, above, tier.isEmpty() ? null : tier, batch, offPeak));
        }
        ReasoningMode mode = random.nextBoolean() ? ReasoningMode.ADDED : ReasoningMode.INCLUDED;
        return new Price(
                workspace == null ? "p" : "p|" + workspace,
                1,
                "openai",
                "m",
                List.of(),
                0,
                null,
                mode,
                List.copyOf(rates.values()),
                "",
                timed ? windows(random) : List.of(),
                List.of(new RegionMultiplier(REGIONS[1], random.nextLong(3_000_000))),
                workspace);
    }

    private static List<DailyWindow> windows(RandomGenerator random) {
        List<DailyWindow> windows = new ArrayList<>();
        do {
            windows.add(new DailyWindow(minute(random), minute(random)));
        } while (random.nextInt(3) == 0);
        return windows;
    }

    private static int minute(RandomGenerator random) {
        return MINUTES[random.nextInt(MINUTES.length)];
    }

    /** At, just before and just after the minutes at which windows start and end. */
    private static long instant(RandomGenerator random) {
        return DAY + minute(random) * Micros.PER_MINUTE + random.nextLong(-1, 2);
    }

    private static Usage usage(RandomGenerator random) {
        Usage sample = Samples.usage("w", "k", instant(random), 1, tokens(random));
        String tier = Pick.one(random, TIERS);
        String region = Pick.one(random, REGIONS);
        ModelCall call = new ModelCall(
                Operation.CHAT,
                "openai",
                "m",
                "m",
                null,
                region.isEmpty() ? null : region,
                tier.isEmpty() ? null : tier,
                random.nextInt(3) == 0,
                false);
        UnitCounts units = new UnitCounts(some(random, 5), some(random, 100_000), some(random, 9_000), some(random, 4));
        Outcome outcome = Pick.one(random, Outcome.values());
        CredentialMode mode = random.nextInt(4) == 0 ? CredentialMode.BRING_YOUR_OWN : CredentialMode.PLATFORM;
        return RaterTest.with(sample, call, units, new Result(outcome, null, null), mode);
    }

    private static TokenCounts tokens(RandomGenerator random) {
        long uncached = random.nextLong(40_000);
        long read = random.nextLong(2) * random.nextLong(40_000);
        long w5 = random.nextLong(2) * random.nextLong(5_000);
        long w1 = random.nextLong(2) * random.nextLong(5_000);
        long total = uncached + read + w5 + w1;
        long output = random.nextLong(10_000);
        return new TokenCounts(
                total,
                uncached,
                read,
                w5,
                w1,
                output,
                some(random, output),
                some(random, total / 3),
                some(random, total / 3),
                some(random, total / 3),
                some(random, output / 2),
                some(random, output / 2));
    }

    private static @Nullable Long some(RandomGenerator random, long max) {
        return random.nextBoolean() ? null : random.nextLong(max + 1);
    }
}
