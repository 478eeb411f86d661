package io.millrace.streams.metering;

import static io.millrace.schemas.rating.Component.CACHE_READ;
import static io.millrace.schemas.rating.Component.CACHE_WRITE_5M;
import static io.millrace.schemas.rating.Component.IMAGE_OUTPUT;
import static io.millrace.schemas.rating.Component.INPUT;
import static io.millrace.schemas.rating.Component.MEDIA_SECOND;
import static io.millrace.schemas.rating.Component.OUTPUT;
import static io.millrace.schemas.rating.Component.REASONING;
import static io.millrace.schemas.rating.Component.REQUEST;
import static io.millrace.streams.metering.Prices.above;
import static io.millrace.streams.metering.Prices.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Worked bills of real providers; what they cost is known. */
class RaterTest {
    private static final long NOW = 1_770_000_000_000_000L;
    private static final Workspace WORKSPACE = Workspace.unknown("w");

    private static TokenCounts input(long uncached, long read, long write5m, long write1h, long output) {
        return counts(uncached, read, write5m, write1h, output, null, null);
    }

    private static TokenCounts counts(
            long uncached, long read, long w5, long w1, long output, @Nullable Long reasoning, @Nullable Long image) {
        long total = uncached + read + w5 + w1;
        return new TokenCounts(total, uncached, read, w5, w1, output, reasoning, null, null, null, null, image);
    }

    private static Usage usage(TokenCounts tokens) {
        return Samples.usage("w", "k", NOW, 1, tokens);
    }

    private static String cost(TokenCounts tokens, ComponentRate... rates) {
        return cost(usage(tokens), Prices.of(rates));
    }

    private static String cost(Usage usage, Price price) {
        return Rater.rate(usage, WORKSPACE, PriceBook.of(List.of(price))).cost().toString();
    }

    @Test
    void cacheWriteIsBilledOnceAtItsOwnRate() {
        assertThat(cost(
                        input(3, 0, 12_304, 0, 550),
                        rate(INPUT, "3e-6"),
                        rate(CACHE_WRITE_5M, "3.75e-6"),
                        rate(OUTPUT, "15e-6")))
                .isEqualTo("$0.054399000");
    }

    @Test
    void crossedThresholdMovesTheWholeRequest() {
        ComponentRate[] rates = {
            rate(INPUT, "4.6e-7"), rate(OUTPUT, "2.3e-6"), above(32_000, INPUT, "7e-7"), above(32_000, OUTPUT, "3.5e-6")
        };
        assertThat(cost(TokenCounts.of(40_000, 1_000), rates)).isEqualTo("$0.031500000");
        assertThat(cost(TokenCounts.of(32_000, 0), rates)).isEqualTo("$0.014720000");
    }

    @Test
    void thresholdCountsCachedTokensToo() {
        ComponentRate[] rates = {
            rate(INPUT, "1e-9"),
            above(256_000, INPUT, "6.5e-7"),
            above(256_000, CACHE_WRITE_5M, "8.125e-7"),
            above(256_000, CACHE_READ, "6.5e-8"),
            rate(OUTPUT, "3.9e-6")
        };
        assertThat(cost(input(200_000, 40_000, 60_000, 0, 1_000), rates)).isEqualTo("$0.185250000");
    }

    @Test
    void longContextStartsStrictlyAboveItsThreshold() {
        ComponentRate[] rates = {
            rate(INPUT, "5.5e-6"),
            rate(CACHE_READ, "5.5e-7"),
            rate(OUTPUT, "3.3e-5"),
            above(272_000, INPUT, "1.1e-5"),
            above(272_000, CACHE_READ, "1.1e-6"),
            above(272_000, OUTPUT, "4.95e-5")
        };
        assertThat(cost(input(200_238, 100_000, 0, 0, 1_000), rates)).isEqualTo("$2.362118000");
        assertThat(cost(input(172_000, 100_000, 0, 0, 1_000), rates)).isEqualTo("$1.034000000");
    }

    @Test
    void highestCrossedThresholdWins() {
        assertThat(cost(
                        TokenCounts.of(150_000, 0),
                        rate(INPUT, "1e-6"),
                        above(128_000, INPUT, "9e-6"),
                        above(90_000, INPUT, "5e-6")))
                .isEqualTo("$1.350000000");
    }

    @Test
    void hourLongCacheWriteFallsBackToFiveMinutes() {
        assertThat(cost(
                        input(200, 0, 300, 500, 10),
                        rate(INPUT, "7e-7"),
                        rate(CACHE_WRITE_5M, "8.75e-7"),
                        rate(OUTPUT, "3.5e-6")))
                .isEqualTo("$0.000875000");
    }

    @Test
    void reasoningHasItsOwnRateOrThatOfOutput() {
        TokenCounts tokens = counts(13, 0, 0, 0, 182, 100L, null);
        assertThat(cost(tokens, rate(INPUT, "1e-3"), rate(OUTPUT, "2e-6"), rate(REASONING, "5e-6")))
                .isEqualTo("$0.013664000");
        assertThat(cost(counts(0, 0, 0, 0, 1_578, 952L, null), rate(OUTPUT, "6e-5")))
                .isEqualTo("$0.094680000");
    }

    @Test
    void addedReasoningComesOnTopOfTheOutput() {
        Price included = Prices.of(rate(OUTPUT, "2e-6"));
        Price added = new Price(
                "p", 1, "openai", "gpt-4.1-mini", List.of(), 0, null, ReasoningMode.ADDED, included.rates(), "");
        Usage usage = usage(counts(0, 0, 0, 0, 182, 100L, null));
        assertThat(cost(usage, included)).isEqualTo("$0.000364000");
        assertThat(cost(usage, added)).isEqualTo("$0.000564000");
    }

    @Test
    void imageTokensOfTheOutputHaveTheirOwnRate() {
        assertThat(cost(
                        counts(14, 0, 0, 0, 1_720, null, 1_120L),
                        rate(INPUT, "1e-6"),
                        rate(OUTPUT, "2e-6"),
                        rate(IMAGE_OUTPUT, "5e-6")))
                .isEqualTo("$0.006814000");
    }

    @Test
    void batchCostsItsOwnRateOrHalfTheStandardOne() {
        Usage batch = batch(usage(TokenCounts.of(1_000, 100)));
        ComponentRate explicit = new ComponentRate(OUTPUT, Rate.parseUsdPerUnit("4e-6"), 0, null, true);
        Price price = Prices.of(rate(INPUT, "3e-6"), rate(OUTPUT, "15e-6"), explicit, rate(REQUEST, "0.01"));
        assertThat(cost(batch, price)).isEqualTo("$0.011900000");
    }

    private static Usage batch(Usage usage) {
        ModelCall c = usage.call();
        return with(
                usage,
                new ModelCall(
                        c.operation(),
                        c.provider(),
                        c.modelRequested(),
                        c.modelServed(),
                        null,
                        null,
                        null,
                        true,
                        false),
                UnitCounts.NONE,
                usage.result(),
                CredentialMode.PLATFORM);
    }

    @Test
    void mediaIsBilledByTheSecondRoundedUp() {
        Usage usage = usage(TokenCounts.NONE);
        Usage spoken = with(
                usage,
                usage.call(),
                new UnitCounts(null, 61_001L, null, null),
                Result.SUCCESS,
                CredentialMode.PLATFORM);
        assertThat(cost(spoken, Prices.of(rate(MEDIA_SECOND, "0.0001")))).isEqualTo("$0.006200000");
    }

    @Test
    void requestFeeIsDueOnlyWhereAnAnswerBegan() {
        Price price = Prices.of(rate(REQUEST, "0.01"), rate(INPUT, "1e-6"));
        for (Outcome outcome : Outcome.values()) {
            Usage usage = usage(TokenCounts.of(1_000, 0));
            Usage ended = with(
                    usage, usage.call(), UnitCounts.NONE, new Result(outcome, null, null), CredentialMode.PLATFORM);
            boolean due =
                    List.of(Outcome.SUCCESS, Outcome.PARTIAL, Outcome.CANCELLED).contains(outcome);
            assertThat(cost(ended, price)).as("%s", outcome).isEqualTo(due ? "$0.011000000" : "$0.001000000");
        }
    }

    @Test
    void chargeFollowsTheMarkupOfTheCredentialUsed() {
        Workspace w = new Workspace(
                "w",
                "p",
                WORKSPACE.zone(),
                WORKSPACE.status(),
                WORKSPACE.billingMode(),
                1_200_000,
                50_000,
                Money.ZERO,
                true,
                "standard");
        PriceBook book = PriceBook.of(List.of(Prices.of(rate(INPUT, "1e-6"))));
        Usage platform = usage(TokenCounts.of(1_000, 0));
        Usage own = with(platform, platform.call(), UnitCounts.NONE, Result.SUCCESS, CredentialMode.BRING_YOUR_OWN);
        assertThat(Rater.rate(platform, w, book).charge()).hasToString("$0.001200000");
        assertThat(Rater.rate(own, w, book).charge()).hasToString("$0.000050000");
    }

    @Test
    void modelWithoutPriceIsUnpriced() {
        assertThat(Rater.rate(usage(TokenCounts.of(1, 1)), WORKSPACE, PriceBook.EMPTY))
                .isInstanceOf(Rating.Unpriced.class);
    }

    @Test
    void callThatCostsMoreThanAMillionIsRefused() {
        Price price = Prices.of(rate(INPUT, "1"));
        assertThat(cost(usage(TokenCounts.of(1_000_000, 0)), price)).isEqualTo("$1000000.000000000");
        assertThatThrownBy(() -> cost(usage(TokenCounts.of(1_000_001, 0)), price))
                .hasMessageContaining("a call)");
        assertThatThrownBy(
                        () -> cost(usage(TokenCounts.of(TokenCounts.COUNT_MAX, 0)), Prices.of(rate(INPUT, "1000000"))))
                .hasMessageContaining("cost: ");
    }

    @Test
    void linesSumToTheCost() {
        Rating rating = Rater.rate(
                usage(input(3, 5, 7, 11, 13)),
                WORKSPACE,
                PriceBook.of(List.of(Prices.of(rate(INPUT, "3e-6"), rate(OUTPUT, "15e-6")))));
        assertThat(rating)
                .isInstanceOfSatisfying(
                        Rating.Priced.class,
                        priced -> assertThat(priced.lines())
                                .extracting(line -> line.component() + " " + line.units() + " "
                                        + line.rate().picoUsdPerUnit())
                                .containsExactly(
                                        "INPUT 3 3000000",
                                        "CACHE_READ 5 3000000",
                                        "CACHE_WRITE_5M 7 3000000",
                                        "CACHE_WRITE_1H 11 3000000",
                                        "OUTPUT 13 15000000"));
        assertThat(rating.cost()).isEqualTo(new Money(273_000));
    }

    static Usage with(Usage u, ModelCall call, UnitCounts units, Result result, CredentialMode mode) {
        return new Usage(
                u.eventId(),
                u.attribution(),
                call,
                u.tokens(),
                units,
                u.usageSource(),
                u.timing(),
                result,
                null,
                mode,
                null,
                null,
                null,
                null,
                u.metadata());
    }
}
