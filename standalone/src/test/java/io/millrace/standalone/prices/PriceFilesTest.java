package io.millrace.standalone.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.time.Micros;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFilesTest {
    private static final String RULE_ONE = " (expected: >= 0 US dollars per unit, a whole number of pico-USD per unit)";
    private static final String RULE_MILLION =
            " (expected: >= 0 US dollars per million, a whole number of pico-USD per unit)";

    @TempDir
    Path directory;

    @Test
    void inTreeBookHoldsFourteenModelsOfFiveProviders() {
        List<Price> prices = PriceFiles.inTree();

        assertThat(prices).hasSize(14);
        assertThat(prices)
                .extracting(Price::provider)
                .containsOnly("openai", "anthropic", "gcp.gemini", "mistral_ai", "deepseek");
        assertThat(prices).extracting(Price::priceId).doesNotHaveDuplicates();
    }

    @Test
    void inTreeBookNamesSourceAndDateAndReachesBackToOldTraces() {
        long oldTrace = Micros.of(Instant.parse("2023-11-16T18:17:03Z"));

        assertThat(PriceFiles.inTree()).allSatisfy(price -> {
            assertThat(price.priceId()).isEqualTo(price.provider() + "/" + price.model() + "@2023-01-01");
            assertThat(price.source()).isEqualTo("provider list price, as of 2026-08-06");
            assertThat(price.inForceAt(oldTrace)).isTrue();
        });
    }

    @Test
    void inTreeRatesAreExactToThePicoDollar() {
        assertThat(rates(inTree("deepseek-v4-pro"))).contains(base(Component.CACHE_READ, 3_625));
        assertThat(rates(inTree("claude-opus-5")))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 5_000_000),
                        base(Component.CACHE_READ, 500_000),
                        base(Component.CACHE_WRITE_5M, 6_250_000),
                        base(Component.CACHE_WRITE_1H, 10_000_000),
                        base(Component.OUTPUT, 25_000_000));
        assertThat(rates(inTree("gpt-5.5"))).contains(rate(Component.OUTPUT, 45_000_000, 272_000, null, false));
    }

    @Test
    void millraceRowIsReadWhole() {
        Price price = read(PriceFormat.MILLRACE, "millrace.json").prices().get(0);

        assertThat(price.priceId()).isEqualTo("acme/one@2026-01-01");
        assertThat(price.aliases()).containsExactly("one-latest");
        assertThat(price.effectiveFromMicros()).isEqualTo(Micros.of(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(price.effectiveUntilMicros()).isEqualTo(Micros.of(Instant.parse("2026-07-01T00:00:00Z")));
        assertThat(price.reasoningMode()).isEqualTo(ReasoningMode.ADDED);
        assertThat(price.source()).isEqualTo("price page, as of 2026-08-06");
        assertThat(rates(price))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 100),
                        base(Component.CACHE_WRITE_1H, 10_000_000),
                        base(Component.SEARCH, 10_000_000_000L),
                        rate(Component.OUTPUT, 45_000_000, 272_000, "flex", true));
    }

    @Test
    void millraceRowsThatCannotBeReadAreRefusedByName() {
        PriceFile file = read(PriceFormat.MILLRACE, "millrace.json");

        assertThat(file.prices()).hasSize(1);
        assertThat(file.refused())
                .containsExactly(
                        "price acme/too-fine usd_per_million.input: 0.0000001" + RULE_MILLION,
                        "price acme/misspelt usd_per_million: inputs (expected: a component such as input, cache_read or output)",
                        "price acme/no-day effective_from: today (expected: a date such as 2026-08-06)",
                        "price acme/backwards effective_until: 2026-01-01 (expected: after effective_from 2026-02-01)",
                        "price acme/no-rates rates: no input rate (expected: at least the rate of input)",
                        "price /nobodys provider: none (expected: a value)");
    }

    @Test
    void liteLlmRatesKeepTheirDecimals() {
        PriceFile file = read(PriceFormat.LITELLM, "litellm.json");

        assertThat(file.prices())
                .extracting(Price::priceId)
                .containsExactly(
                        "acme/plain@2023-01-01", "gcp.gemini/tiers@2023-01-01", "gcp.vertex_ai/ranges@2023-01-01");
        assertThat(rates(file.prices().get(0)))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 2_500_000),
                        base(Component.OUTPUT, 10_000_000),
                        base(Component.CACHE_READ, 62_500),
                        base(Component.CACHE_WRITE_5M, 3_000_000),
                        base(Component.CACHE_WRITE_1H, 5_000_000),
                        base(Component.REASONING, 12_000_000),
                        base(Component.AUDIO_INPUT, 40_000_000),
                        base(Component.AUDIO_OUTPUT, 80_000_000));
    }

    @Test
    void liteLlmThresholdsTiersAndBatchesBecomeConditions() {
        List<Price> prices = read(PriceFormat.LITELLM, "litellm.json").prices();

        assertThat(rates(prices.get(1)))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 2_000_000),
                        rate(Component.INPUT, 4_000_000, 200_000, null, false),
                        rate(Component.INPUT, 1_000_000, 0, "flex", false),
                        rate(Component.INPUT, 7_200_000, 200_000, "priority", false),
                        base(Component.OUTPUT, 12_000_000),
                        rate(Component.OUTPUT, 6_000_000, 0, null, true));
        assertThat(rates(prices.get(2)))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 460_000),
                        base(Component.OUTPUT, 2_300_000),
                        rate(Component.INPUT, 700_000, 32_000, null, false),
                        rate(Component.OUTPUT, 3_500_000, 32_000, null, false));
    }

    @Test
    void liteLlmRatesThatCannotBeReadRefuseTheirModelAndTheRestGoesOn() {
        PriceFile file = read(PriceFormat.LITELLM, "litellm.json");

        assertThat(file.refused())
                .containsExactly(
                        "price acme/negative input_cost_per_token: -1" + RULE_ONE,
                        "price acme/text input_cost_per_token: free" + RULE_ONE,
                        "price acme/object input_cost_per_token: {\"usd\":1}" + RULE_ONE,
                        "price acme/object output_cost_per_token: true" + RULE_ONE,
                        "price acme/fine input_cost_per_token: 0.0000029999900000000002" + RULE_ONE,
                        "price acme/huge input_cost_per_token: 1E+400" + RULE_ONE,
                        "price acme/rangeless tiered_pricing.range: none (expected: two token counts, >= 0)",
                        "price acme/plain@2023-01-01: a second row with other rates (expected: one row per model and date)",
                        "price stray: NUMBER (expected: an object with litellm_provider)");
        assertThat(file.skipped()).as("image, search, unstated").isEqualTo(3);
    }

    @Test
    void genaiPricesAreReadWithTiersAndAliases() {
        Price tiered =
                read(PriceFormat.GENAI_PRICES, "genai-prices.json").prices().get(0);

        assertThat(tiered.priceId()).isEqualTo("gcp.gemini/tiered@2023-01-01");
        assertThat(tiered.aliases()).containsExactly("tiered-001");
        assertThat(rates(tiered))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 1_250_000),
                        rate(Component.INPUT, 2_500_000, 200_000, null, false),
                        base(Component.CACHE_READ, 125_000),
                        base(Component.OUTPUT, 10_000_000),
                        base(Component.REQUEST, 35_000_000_000L));
    }

    @Test
    void genaiPricesFollowOneAnotherByStartDate() {
        PriceFile file = read(PriceFormat.GENAI_PRICES, "genai-prices.json");
        long change = Micros.of(Instant.parse("2026-03-13T00:00:00Z"));

        assertThat(file.prices())
                .extracting(Price::priceId)
                .containsExactly("gcp.gemini/tiered@2023-01-01", "acme/dated@2023-01-01", "acme/dated@2026-03-13");
        assertThat(file.prices().get(1).inForceAt(change)).isFalse();
        assertThat(file.prices().get(1).inForceAt(change - 1)).isTrue();
        assertThat(file.prices().get(2).inForceAt(change)).isTrue();
        assertThat(file.refused())
                .containsExactly(
                        "price acme/dated constraint: {\"start_time\":\"16:30:00Z\",\"end_time\":\"00:30:00Z\"}"
                                + " (expected: a start_date such as 2026-08-06)",
                        "price acme/negative input_mtok: -5" + RULE_MILLION);
        assertThat(file.skipped()).isEqualTo(1);
    }

    @Test
    void rowsWithoutADateHoldFromTheDayAsked() throws IOException {
        Path file = Files.writeString(
                directory.resolve("p.json"),
                "{\"m\": {\"litellm_provider\": \"acme\", \"input_cost_per_token\": 1e-06}}");

        Price price = PriceFiles.read(PriceFormat.LITELLM, file, LocalDate.of(2026, 8, 6))
                .prices()
                .get(0);

        assertThat(price.priceId()).isEqualTo("acme/m@2026-08-06");
        assertThat(price.source()).isEqualTo("litellm " + file);
    }

    @Test
    void filesThatCannotBeReadAreRefusedInOneLine() throws IOException {
        assertUnreadable("missing.json", PriceFormat.LITELLM, "no such file");
        assertUnreadable("", PriceFormat.LITELLM, "a directory");
        write("empty.json", "");
        assertUnreadable("empty.json", PriceFormat.MILLRACE, "empty");
        write("broken.json", "{\n\"a\": 1,\n");
        assertUnreadable("broken.json", PriceFormat.LITELLM, "not JSON at line 3");
        write("two.json", "{} {}");
        assertUnreadable("two.json", PriceFormat.LITELLM, "not JSON at line 1");
        write("array.json", "[]");
        for (PriceFormat format : PriceFormat.values()) {
            assertUnreadable("array.json", format, "no price in it");
        }
        write("other.json", "{\"format\": \"millrace-prices\", \"currency\": \"EUR\", \"prices\": []}");
        assertUnreadable("other.json", PriceFormat.MILLRACE, "no price in it");
    }

    @Test
    void streamIsReadUnderItsName() {
        InputStream input = new ByteArrayInputStream("nonsense".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> PriceFiles.read(PriceFormat.GENAI_PRICES, input, "standard input"))
                .hasMessage("price file standard input: not JSON at line 1"
                        + " (expected: a readable JSON file in the format genai-prices)");
    }

    @Test
    void formatsAreReadByTheirLabels() {
        for (PriceFormat format : PriceFormat.values()) {
            assertThat(PriceFormat.parse(format.label())).isEqualTo(format);
        }
        assertThatThrownBy(() -> PriceFormat.parse("openrouter"))
                .isInstanceOf(MillraceException.class)
                .hasMessage("price format: openrouter (expected: millrace, litellm or genai-prices)");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void assertUnreadable(String name, PriceFormat format, String why) {
        Path file = directory.resolve(name);
        assertThatThrownBy(() -> PriceFiles.read(format, file))
                .hasMessage("price file " + file + ": " + why + " (expected: a readable JSON file in the format "
                        + format.label() + ")")
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo("PRICE_FILE");
                    assertThat(e.kind()).isEqualTo(ErrorKind.USER);
                });
    }

    private static PriceFile read(PriceFormat format, String name) {
        InputStream input = Objects.requireNonNull(PriceFilesTest.class.getResourceAsStream("/prices/" + name));
        return PriceFiles.read(format, input, name);
    }

    private static Price inTree(String model) {
        return PriceFiles.inTree().stream()
                .filter(price -> price.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static List<ComponentRate> rates(Price price) {
        return price.rates();
    }

    private static ComponentRate base(Component component, long picoUsd) {
        return ComponentRate.base(component, new Rate(picoUsd));
    }

    private static ComponentRate rate(
            Component component, long picoUsd, long above, @Nullable String tier, boolean batch) {
        return new ComponentRate(component, new Rate(picoUsd), above, tier, batch);
    }
}
