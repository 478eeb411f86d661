package io.millrace.standalone.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each construct of the real file, by a row written in its form: rates, conditions, names, and what is left out. */
class GenaiPricesTest {
    private static final String FORMS = "/prices/genai-prices-forms.json";

    private final PriceFile file = read();

    @Test
    void tiersHoldAboveTheirStartForEachKindOfToken() {
        assertThat(price("tiered").rates())
                .containsExactly(
                        ComponentRate.base(Component.INPUT, new Rate(1_000_000)),
                        above(Component.INPUT, 2_000_000, 127_999),
                        above(Component.INPUT, 4_000_000, 255_999),
                        ComponentRate.base(Component.CACHE_WRITE_1H, new Rate(2_000_000)),
                        above(Component.CACHE_WRITE_1H, 4_000_000, 127_999),
                        ComponentRate.base(Component.OUTPUT, new Rate(5_000_000)),
                        above(Component.OUTPUT, 7_500_000, 127_999));
    }

    @Test
    void hoursOfAudioBecomeSeconds() {
        assertThat(prices("voice"))
                .extracting(Price::priceId)
                .containsExactly("x_ai/voice@2023-01-01", "x_ai/voice@2026-08-05");
        assertThat(prices("voice").get(0).rates())
                .containsExactly(ComponentRate.base(Component.MEDIA_SECOND, new Rate(1_000_000_000)));
        assertThat(prices("voice").get(1).rates())
                .containsExactly(ComponentRate.base(Component.MEDIA_SECOND, new Rate(1_333_333_333)));
        assertThat(price("hears").rates())
                .containsExactly(ComponentRate.base(Component.MEDIA_SECOND, new Rate(100_000_000)));
        assertThat(price("hears-tokens").rates())
                .containsExactly(ComponentRate.base(Component.AUDIO_INPUT, new Rate(3_000_000)));
    }

    @Test
    void hoursOfTheDayBelongToThePriceListedBeforeThem() {
        assertThat(prices("busy"))
                .extracting(Price::priceId)
                .containsExactly("peaks/busy@2023-01-01", "peaks/busy@2026-08-17");
        assertThat(prices("busy").get(0).offPeakWindows()).isEmpty();
        assertThat(prices("busy").get(1).offPeakWindows())
                .containsExactly(new DailyWindow(60, 240), new DailyWindow(360, 600));
        assertThat(prices("busy").get(1).rates())
                .containsExactly(
                        ComponentRate.base(Component.INPUT, new Rate(500_000)),
                        ComponentRate.base(Component.OUTPUT, new Rate(1_000_000)),
                        new ComponentRate(Component.INPUT, new Rate(1_500_000), 0, null, false, true),
                        new ComponentRate(Component.OUTPUT, new Rate(3_000_000), 0, null, false, true));
    }

    @Test
    void everyKindOfRateThatACallIsCountedInIsTaken() {
        assertThat(price("everything").rates())
                .containsExactly(
                        ComponentRate.base(Component.INPUT, new Rate(1_000_000)),
                        ComponentRate.base(Component.CACHE_READ, new Rate(2_000_000)),
                        ComponentRate.base(Component.CACHE_WRITE_5M, new Rate(83_333)),
                        ComponentRate.base(Component.CACHE_WRITE_1H, new Rate(4_000_000)),
                        ComponentRate.base(Component.OUTPUT, new Rate(5_000_000)),
                        ComponentRate.base(Component.REASONING, new Rate(6_000_000)),
                        ComponentRate.base(Component.AUDIO_INPUT, new Rate(7_000_000)),
                        ComponentRate.base(Component.IMAGE_INPUT, new Rate(8_000_000)),
                        ComponentRate.base(Component.VIDEO_INPUT, new Rate(9_000_000)),
                        ComponentRate.base(Component.AUDIO_OUTPUT, new Rate(10_000_000)),
                        ComponentRate.base(Component.IMAGE_OUTPUT, new Rate(11_000_000)),
                        ComponentRate.base(Component.REQUEST, new Rate(12_000_000_000L)),
                        ComponentRate.base(Component.SEARCH, new Rate(13_000_000_000L)));
        assertThat(price("gift:free").rates())
                .containsExactly(
                        ComponentRate.base(Component.INPUT, new Rate(0)),
                        ComponentRate.base(Component.OUTPUT, new Rate(0)));
    }

    @Test
    void namesOfARuleAreAliasesOfTheModelTheyLeadTo() {
        assertThat(price("alpha-latest").aliases())
                .containsExactly("alpha-1", "alpha.one", "-alpha", "ALPHA", "alpha-old");
        assertThat(price("beta").aliases()).containsExactly("beta.5");
        assertThat(price("gamma").aliases()).isEmpty();
        assertThat(price("delta").aliases()).isEmpty();
        assertThat(price("epsilon").aliases()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsNamed() {
        assertThat(file.refused())
                .containsExactly(
                        "price peaks/lands-elsewhere constraint: {\"region\":\"eu\",\"type\":\"region\"} (expected: a"
                                + " start_date such as 2026-08-06, or start_time and end_time in whole minutes UTC after a price"
                                + " for any time)");
        assertThat(file.leftOut())
                .containsExactly(
                        "price kinds/pages: input_document_kpages alone (expected: a rate per token, image, second,"
                                + " character, search or request)",
                        "price kinds/unknown: no rate (expected: a rate per token, image, second, character, search or"
                                + " request)");
        assertThat(file.simplified())
                .extracting(line -> line.substring(0, line.indexOf(": ")))
                .containsExactly(
                        "price x_ai/tiered match",
                        "price x_ai/voice input_text_messages_kcount",
                        "price x_ai/voice input_text_messages_kcount",
                        "price x_ai/voice audio_hours / 3600",
                        "price x_ai/hears audio_hours",
                        "price x_ai/hears-tokens input_audio_hours",
                        "provider x_ai fallback_model_providers",
                        "provider x_ai tool_use_kcount",
                        "price kinds/everything cache_write_mtok",
                        "price kinds/everything storage_searches_kcount",
                        "price kinds/everything cache_audio_read_mtok",
                        "price kinds/everything cache_image_read_mtok",
                        "price kinds/everything output_video_mtok",
                        "price kinds/everything output_citation_mtok",
                        "price kinds/everything input_document_kpages",
                        "price kinds/everything tool_use_kcount",
                        "price names/alpha-latest match",
                        "price names/gamma match",
                        "price names/delta match",
                        "price names/epsilon match");
    }

    private Price price(String model) {
        return prices(model).get(0);
    }

    private List<Price> prices(String model) {
        return file.prices().stream()
                .filter(price -> price.model().equals(model))
                .toList();
    }

    private static ComponentRate above(Component component, long picoUsd, long tokens) {
        return new ComponentRate(component, new Rate(picoUsd), tokens, null, false);
    }

    private static PriceFile read() {
        InputStream input = Objects.requireNonNull(GenaiPricesTest.class.getResourceAsStream(FORMS));
        return PriceFiles.read(PriceFormat.GENAI_PRICES, input, FORMS);
    }
}
