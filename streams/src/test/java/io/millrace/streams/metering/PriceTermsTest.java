package io.millrace.streams.metering;

import static io.millrace.schemas.rating.Component.INPUT;
import static io.millrace.schemas.rating.Component.OUTPUT;
import static io.millrace.schemas.rating.Component.REASONING;
import static io.millrace.streams.metering.Prices.above;
import static io.millrace.streams.metering.Prices.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Money;
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
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Off-peak windows, region multipliers and a workspace's own rates, worked out by hand. */
class PriceTermsTest {
    private static final TokenCounts REASONED =
            new TokenCounts(0L, null, null, null, null, 80L, 30L, null, null, null, null, null);
    /** 16:30 to 00:30. */
    private static final List<DailyWindow> EVENING = List.of(new DailyWindow(990, 30));

    private static ComponentRate offPeak(Component component, String usdPerUnit) {
        return new ComponentRate(component, Rate.parseUsdPerUnit(usdPerUnit), 0, null, false, true);
    }

    private static ComponentRate tier(Component component, String usdPerUnit) {
        return new ComponentRate(component, Rate.parseUsdPerUnit(usdPerUnit), 0, "priority", false);
    }

    private static Price price(
            List<DailyWindow> windows,
            List<RegionMultiplier> regions,
            @Nullable String workspace,
            ComponentRate... rates) {
        return new Price(
                workspace == null ? "p" : "w|p",
                workspace == null ? 1 : 7,
                "openai",
                "m",
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(rates),
                "",
                windows,
                regions,
                workspace);
    }

    private static Usage usage(
            String time, TokenCounts tokens, @Nullable String tier, @Nullable String region, boolean batch) {
        long at = Micros.of(Instant.parse("2026-01-01T" + time + "Z"));
        Usage sample = Samples.usage("w", "k", at, 1, tokens);
        ModelCall call = new ModelCall(Operation.CHAT, "openai", "m", "m", null, region, tier, batch, false);
        return RaterTest.with(sample, call, sample.units(), sample.result(), CredentialMode.PLATFORM);
    }

    private static Rating.Priced rated(Usage usage, Price... prices) {
        Rating rating = Rater.rate(usage, Workspace.unknown("w"), PriceBook.of(List.of(prices)));
        assertThat(new RatedUsage(usage, rating, usage.occurredAtMicros()).rating())
                .isInstanceOf(Rating.Priced.class);
        return (Rating.Priced) rating;
    }

    private static String cost(String time, TokenCounts tokens, @Nullable String tier, Price price) {
        return rated(usage(time, tokens, tier, null, false), price).cost().toString();
    }

    @Test
    void offPeakRateHoldsFromItsStartToBeforeItsEndAcrossMidnight() {
        Price price = price(
                EVENING,
                List.of(),
                null,
                rate(OUTPUT, "2e-6"),
                rate(REASONING, "4e-6"),
                offPeak(OUTPUT, "1e-6"),
                offPeak(REASONING, "5e-7"));
        for (String within : List.of("16:30:00", "18:00:00", "23:59:59.999999", "00:00:00", "00:29:59.999999")) {
            assertThat(cost(within, REASONED, null, price)).as(within).isEqualTo("$0.000065000");
        }
        for (String outside : List.of("16:29:59.999999", "12:00:00", "00:30:00")) {
            assertThat(cost(outside, REASONED, null, price)).as(outside).isEqualTo("$0.000220000");
        }
    }

    /** $2, $8 and $3 a million, $5 a thousand searches; the provider's own answer of this kind states $0.596. */
    @Test
    void researchCostsItsCitationsReasoningAndSearches() {
        Price price = price(
                List.of(),
                List.of(),
                null,
                rate(INPUT, "2e-6"),
                rate(OUTPUT, "8e-6"),
                rate(REASONING, "3e-6"),
                rate(Component.SEARCH, "5e-3"));
        TokenCounts tokens =
                new TokenCounts(9_000L, 9_000L, null, null, null, 96_000L, 92_000L, null, null, null, null, null);
        Usage plain = usage("12:00:00", tokens, null, null, false);
        Usage searched = RaterTest.with(
                plain, plain.call(), new UnitCounts(null, null, null, 54L), plain.result(), CredentialMode.PLATFORM);
        assertThat(rated(searched, price).cost()).hasToString("$0.596000000");
    }

    @Test
    void windowThatEndsWhereItStartsIsAllDay() {
        Price price =
                price(List.of(new DailyWindow(60, 60)), List.of(), null, rate(OUTPUT, "2e-6"), offPeak(OUTPUT, "1e-6"));
        for (String time : List.of("00:00:00", "00:59:59.999999", "01:00:00", "23:59:59.999999")) {
            assertThat(cost(time, REASONED, null, price)).as(time).isEqualTo("$0.000080000");
        }
    }

    @Test
    void offPeakRateBeatsTierAndThreshold() {
        Price price = price(
                EVENING,
                List.of(),
                null,
                tier(OUTPUT, "3e-6"),
                tier(REASONING, "6e-6"),
                above(100, INPUT, "9e-6"),
                rate(INPUT, "3e-6"),
                offPeak(OUTPUT, "1e-6"),
                offPeak(REASONING, "5e-7"),
                offPeak(INPUT, "1e-6"));
        assertThat(cost("18:00:00", REASONED, "priority", price)).isEqualTo("$0.000065000");
        assertThat(cost("12:00:00", REASONED, "priority", price)).isEqualTo("$0.000330000");
        assertThat(cost("18:00:00", TokenCounts.of(101, 0), null, price)).isEqualTo("$0.000101000");
        assertThat(cost("12:00:00", TokenCounts.of(101, 0), null, price)).isEqualTo("$0.000909000");
    }

    @Test
    void offPeakRateLeavesOtherComponentsAsTheyAreAndIsNotHalvedForBatch() {
        Price price =
                price(EVENING, List.of(), null, rate(INPUT, "4e-6"), rate(OUTPUT, "8e-6"), offPeak(OUTPUT, "6e-6"));
        Usage batch = usage("18:00:00", TokenCounts.of(100, 10), null, null, true);
        assertThat(rated(batch, price).cost()).hasToString("$0.000260000");
    }

    @Test
    void regionMultipliesTheExactSumBeforeTheOneRounding() {
        Price price = price(List.of(), List.of(new RegionMultiplier("eu", 1_100_000)), null, rate(INPUT, "4.55e-10"));
        Rating.Priced once = rated(usage("12:00:00", TokenCounts.of(1, 0), null, "eu", false), price);
        assertThat(once.costMultiplierPpm()).isEqualTo(1_100_000);
        assertThat(once.cost()).as("0.5005 nano; rounded before, it would be 0").isEqualTo(new Money(1));
        Rating.Priced elsewhere = rated(usage("12:00:00", TokenCounts.of(10, 0), null, "us", false), price);
        assertThat(elsewhere.costMultiplierPpm()).isEqualTo(1_000_000);
        assertThat(elsewhere.cost()).as("4.55 nano").isEqualTo(new Money(5));
        Price half = price(List.of(), List.of(new RegionMultiplier("eu", 1_500_000)), null, rate(INPUT, "1e-9"));
        assertThat(rated(usage("12:00:00", TokenCounts.of(1, 0), null, "eu", false), half)
                        .cost())
                .as("1.5 nano, half-even")
                .isEqualTo(new Money(2));
        assertThat(rated(usage("12:00:00", TokenCounts.of(3, 0), null, "eu", false), half)
                        .cost())
                .as("4.5 nano, half-even")
                .isEqualTo(new Money(4));
    }

    @Test
    void ownRatesMakeTheChargeInPlaceOfTheMarkup() {
        Price list = price(List.of(), List.of(), null, rate(INPUT, "3e-6"));
        Price own = price(List.of(), List.of(new RegionMultiplier("eu", 2_000_000)), "w", rate(INPUT, "1e-6"));
        Price others = price(List.of(), List.of(), "x", rate(INPUT, "9e-6"));
        Rating.Priced rating = rated(usage("12:00:00", TokenCounts.of(1_000, 0), null, "eu", false), list, own, others);
        assertThat(rating.cost()).hasToString("$0.003000000");
        assertThat(rating.charge()).hasToString("$0.002000000");
        assertThat(rating.priceId()).isEqualTo("p");
        assertThat(rating.chargePrice()).isEqualTo(new PriceReference("w|p", 7));
    }

    @Test
    void ownRatesAreNotForCallsWithTheCustomersOwnKey() {
        Price list = price(List.of(), List.of(), null, rate(INPUT, "3e-6"));
        Price own = price(List.of(), List.of(), "w", rate(INPUT, "1e-6"));
        Usage platform = usage("12:00:00", TokenCounts.of(1_000, 0), null, null, false);
        Usage ownKey = RaterTest.with(
                platform, platform.call(), platform.units(), platform.result(), CredentialMode.BRING_YOUR_OWN);
        assertThat(rated(platform, list, own).charge()).hasToString("$0.001000000");
        assertThat(rated(ownKey, list, own).charge()).isEqualTo(Money.ZERO);
        assertThat(rated(ownKey, list, own).chargePrice()).isNull();
    }

    @Test
    void ownRatesAloneLeaveTheCallUnpricedSinceItsCostIsUnknown() {
        Price own = price(List.of(), List.of(), "w", rate(INPUT, "1e-6"));
        Usage usage = usage("12:00:00", TokenCounts.of(1_000, 0), null, null, false);
        assertThat(Rater.rate(usage, Workspace.unknown("w"), PriceBook.of(List.of(own))))
                .isInstanceOf(Rating.Unpriced.class);
    }

    @Test
    void chargeByOwnRatesIsBoundedToo() {
        Price list = price(List.of(), List.of(), null, rate(INPUT, "3e-6"));
        Price own = price(List.of(), List.of(), "w", rate(INPUT, "1"));
        assertThatThrownBy(() -> rated(usage("12:00:00", TokenCounts.of(1_000_001, 0), null, null, false), list, own))
                .hasMessageContaining("charge: $1000001");
    }
}
