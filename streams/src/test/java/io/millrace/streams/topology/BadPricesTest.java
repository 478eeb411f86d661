package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.avro.DailyWindow;
import io.millrace.avro.Price;
import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.RegionMultiplier;
import io.millrace.avro.RejectReason;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.testing.Samples;
import io.millrace.streams.metering.Prices;
import io.millrace.streams.state.KeptPrice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A price that breaks a rule is refused by name and kept; the version before it stays in force, and every other price. */
class BadPricesTest {
    private static final byte[] GARBAGE = "no price".getBytes(StandardCharsets.UTF_8);
    private static final io.millrace.schemas.rating.Price ONE = Prices.of(Prices.rate(Component.INPUT, "1e-6"));
    private static final io.millrace.schemas.rating.Price TWO = Prices.of(Prices.rate(Component.INPUT, "2e-6"));

    private final Pipeline pipeline = new Pipeline();
    private int calls;

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static Price price(Consumer<Price> change) {
        Price price = RatingMapping.toAvro(Prices.named(
                "broken", 0, null, Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "2e-6")));
        change.accept(price);
        return price;
    }

    private void assertRefused(String detail, Consumer<Price> change) {
        Price bad = price(change);
        pipeline.rawPrice(bad.getPriceId(), bad);
        pipeline.flush();
        List<RejectedRecord> rejected = pipeline.rejected();
        assertThat(rejected).extracting(RejectedRecord::getDetail).containsExactly(detail);
        assertThat(rejected).extracting(RejectedRecord::getReason).containsExactly(RejectReason.INVALID);
        assertThat(rejected).extracting(RejectedRecord::getSourceTopic).containsExactly("millrace.prices");
        assertThat(rejected.get(0).getRawValue().remaining()).isGreaterThan(20);
    }

    @Test
    void negativeAndOverflowingPricesAreRefusedByNameAndStopNothing() {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-6")));
        assertRefused(
                "price.rates.pico_usd_per_unit: -1 (expected: 0 to 1000000000000000000)",
                p -> p.getRates().get(1).setPicoUsdPerUnit(-1));
        assertRefused(
                "price.rates.pico_usd_per_unit: 1000000000000000001 (expected: 0 to 1000000000000000000)",
                p -> p.getRates().get(0).setPicoUsdPerUnit(1_000_000_000_000_000_001L));
        assertRefused(
                "price.rates.pico_usd_per_unit: 9223372036854775807 (expected: 0 to 1000000000000000000)",
                p -> p.getRates().get(0).setPicoUsdPerUnit(Long.MAX_VALUE));
        assertRefused(
                "price.region_multipliers.cost_multiplier_ppm: -1 (expected: 0 to 1000000000)",
                p -> p.setRegionMultipliers(List.of(new RegionMultiplier("eu", -1L))));
        assertRefused(
                "price.off_peak_windows.end_minute: 1440 (expected: 0 to 1439)",
                p -> p.setOffPeakWindows(List.of(new DailyWindow(0, 1_440))));
        assertRefused("price openai/broken@0 rates: none (expected: at least one)", p -> p.setRates(List.of()));

        assertCosts(10_000);
    }

    @Test
    void newVersionThatIsRefusedLeavesTheOneBeforeInForce() {
        pipeline.price(ONE);
        assertCosts(10_000);
        Price typo = RatingMapping.toAvro(TWO);
        typo.getRates().get(0).setPicoUsdPerUnit(-2_000_000);
        pipeline.rawPrice(ONE.priceId(), typo);
        assertCosts(10_000);
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        pipeline.flush();
        assertCosts(10_000);
        assertThat(pipeline.rejected())
                .extracting(RejectedRecord::getReason, RejectedRecord::getSourceOffset)
                .containsExactly(tuple(RejectReason.UNREADABLE, 2L));
        pipeline.price(TWO);
        assertCosts(20_000);
    }

    @Test
    void versionThatNoCallWasRatedByIsTheOneBeforeToo() {
        pipeline.price(ONE);
        pipeline.price(TWO);
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        assertCosts(20_000);
    }

    @Test
    void refusedVersionBringsNothingBackThatWasDeleted() {
        pipeline.price(ONE);
        assertCosts(10_000);
        pipeline.endPrice(ONE.priceId());
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        assertUnpriced();
        pipeline.price(ONE);
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        assertCosts(10_000);
        pipeline.endPrice(ONE.priceId());
        assertUnpriced();
    }

    @Test
    void firstVersionThatIsRefusedPricesNothing() {
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        assertUnpriced();
    }

    @Test
    void whatIsKeptForARestartIsTheNewestGoodVersionOfEachPriceThereIs() {
        pipeline.price(ONE);
        pipeline.price(TWO);
        pipeline.priceBytes(ONE.priceId(), GARBAGE);
        pipeline.price("other", ONE);
        pipeline.flush();
        assertThat(kept()).containsExactly(ONE.priceId() + " 1");
        pipeline.endPrice(ONE.priceId());
        pipeline.flush();
        assertThat(kept()).isEmpty();
    }

    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        try (KeyValueIterator<String, KeptPrice> all = pipeline.driver
                .<String, KeptPrice>getKeyValueStore("kept-prices")
                .all()) {
            all.forEachRemaining(entry -> kept.add(entry.key + " " + entry.value.offset()));
        }
        return kept;
    }

    private void assertCosts(long nanoUsd) {
        calls++;
        pipeline.usage(Samples.usage("w", NOW + calls, calls, 10, 0));
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getPriceState, RatedUsage::getCostNanoUsd)
                .containsExactly(tuple(PriceState.PRICED, nanoUsd));
    }

    private void assertUnpriced() {
        calls++;
        pipeline.usage(Samples.usage("w", NOW + calls, calls, 10, 0));
        assertThat(pipeline.rated()).extracting(RatedUsage::getPriceState).containsExactly(PriceState.UNPRICED);
    }
}
