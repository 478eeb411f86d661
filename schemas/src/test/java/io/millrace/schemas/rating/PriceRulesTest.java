package io.millrace.schemas.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.time.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceRulesTest {
    private static final long NOON = 20_000 * Micros.PER_DAY + 720 * Micros.PER_MINUTE;

    @Test
    void rateIsAtMostAMillionDollarsAUnit() {
        ComponentRate most = ComponentRate.base(Component.REQUEST, new Rate(1_000_000_000_000_000_000L));
        assertThat(most.rate().picoUsdPerUnit()).isEqualTo(ComponentRate.PICO_USD_MAX);
        assertThatThrownBy(() -> ComponentRate.base(Component.REQUEST, new Rate(ComponentRate.PICO_USD_MAX + 1)))
                .hasMessage("price.rates.pico_usd_per_unit: 1000000000000000001 (expected: 0 to 1000000000000000000)");
    }

    @Test
    void dailyWindowHasItsStartAndNotItsEnd() {
        DailyWindow lunch = new DailyWindow(720, 780);
        assertThat(lunch.holds(NOON - 1)).isFalse();
        assertThat(lunch.holds(NOON)).isTrue();
        assertThat(lunch.holds(NOON + 60 * Micros.PER_MINUTE - 1)).isTrue();
        assertThat(lunch.holds(NOON + 60 * Micros.PER_MINUTE)).isFalse();
        DailyWindow wrapped = new DailyWindow(780, 720);
        assertThat(wrapped.holds(NOON - 1)).isTrue();
        assertThat(wrapped.holds(NOON)).isFalse();
        assertThat(new DailyWindow(720, 720).holds(NOON - 1)).isTrue();
        assertThat(new DailyWindow(720, 720).holds(NOON)).isTrue();
    }

    @Test
    void offPeakRateNeedsAWindowAndARegionHasOneMultiplier() {
        ComponentRate offPeak = new ComponentRate(Component.INPUT, new Rate(1), 0, null, false, true);
        RegionMultiplier eu = new RegionMultiplier("eu", 1_100_000);
        assertThatThrownBy(() -> price(offPeak, List.of(), List.of()))
                .hasMessage("price p off_peak_windows: none (expected: at least one for off-peak rates)");
        assertThatThrownBy(() -> price(offPeak, List.of(new DailyWindow(0, 1)), List.of(eu, eu)))
                .hasMessage("price p region_multipliers.region: eu (expected: each region once)");
    }

    private static Price price(ComponentRate rate, List<DailyWindow> windows, List<RegionMultiplier> regions) {
        return new Price(
                "p",
                1,
                "acme",
                "m",
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(rate),
                "",
                windows,
                regions,
                null);
    }
}
