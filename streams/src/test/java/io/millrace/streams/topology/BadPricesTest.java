package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A price that breaks a rule is refused by name and kept; its model is unpriced and every other one goes on. */
class BadPricesTest {
    private final Pipeline pipeline = new Pipeline();

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

        pipeline.usage(Samples.usage("w", NOW, 1, 10, 0));
        assertThat(pipeline.rated())
                .extracting(RatedUsage::getPriceState, RatedUsage::getCostNanoUsd)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(PriceState.PRICED, 10_000L));
    }
}
