package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
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

    @Test
    void costAgreesWithTheReference() {
        Trials.run(3_000, random -> {
            Price price = price(random);
            Usage usage = usage(random);
            long markup = random.nextLong(2_000_001);
            Workspace w = Workspace.unknown("w");
            Workspace marked = new Workspace(
                    "w", "p", w.zone(), w.status(), w.billingMode(), markup, 0, w.overdraftLimit(), true, "standard");
            var rating = Rater.rate(usage, marked, PriceBook.of(List.of(price)));
            long expected = ReferenceRater.cost(usage, price);
            BigDecimal charge = BigDecimal.valueOf(expected)
                    .multiply(BigDecimal.valueOf(markup))
                    .movePointLeft(6)
                    .setScale(0, RoundingMode.HALF_EVEN);
            assertThat(rating.cost().nanoUsd()).isEqualTo(expected);
            assertThat(rating.charge().nanoUsd()).isEqualTo(charge.longValueExact());
        });
    }

    private static Price price(RandomGenerator random) {
        Map<String, ComponentRate> rates = new LinkedHashMap<>();
        int count = random.nextInt(1, 25);
        for (int i = 0; i < count; i++) {
            Component component = Pick.one(random, Component.values());
            long above = THRESHOLDS[random.nextInt(THRESHOLDS.length)];
            String tier = Pick.one(random, TIERS);
            boolean batch = random.nextInt(4) == 0;
            Rate rate = new Rate(random.nextLong(20_000_001));
            rates.put(
                    component + "|" + above + tier + batch,
                    new ComponentRate(component, rate, above, tier.isEmpty() ? null : tier, batch));
        }
        ReasoningMode mode = random.nextBoolean() ? ReasoningMode.ADDED : ReasoningMode.INCLUDED;
        return new Price("p", 1, "openai", "m", List.of(), 0, null, mode, List.copyOf(rates.values()), "");
    }

    private static Usage usage(RandomGenerator random) {
        Usage sample = Samples.usage("w", "k", 1_770_000_000_000_000L, 1, tokens(random));
        String tier = Pick.one(random, TIERS);
        ModelCall call = new ModelCall(
                Operation.CHAT,
                "openai",
                "m",
                "m",
                null,
                null,
                tier.isEmpty() ? null : tier,
                random.nextInt(3) == 0,
                false);
        UnitCounts units = new UnitCounts(some(random, 5), some(random, 100_000), some(random, 9_000), some(random, 4));
        Outcome outcome = Pick.one(random, Outcome.values());
        return RaterTest.with(sample, call, units, new Result(outcome, null, null), CredentialMode.PLATFORM);
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
