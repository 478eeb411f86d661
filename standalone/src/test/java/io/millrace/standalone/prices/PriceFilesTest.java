package io.millrace.standalone.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.DailyWindow;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.rating.RegionMultiplier;
import io.millrace.schemas.testing.RandomRecords;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFilesTest {
    private static final String RULE_ONE =
            " (expected: >= 0 US dollars per unit, a whole number of pico-USD per unit, at most $1000000 per unit)";
    private static final String RULE_MILLION =
            " (expected: >= 0 US dollars per million, a whole number of pico-USD per unit, at most $1000000 per unit)";

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
    void millraceRowOfAWorkspaceHasItsTerms() {
        Price price = read(PriceFormat.MILLRACE, "millrace.json").prices().get(1);

        assertThat(price.priceId()).isEqualTo("w1|acme/one@2026-01-01T06:00:00Z");
        assertThat(price.workspaceId()).isEqualTo("w1");
        assertThat(price.offPeakWindows()).containsExactly(new DailyWindow(990, 30));
        assertThat(price.regionMultipliers()).containsExactly(new RegionMultiplier("eu", 1_100_000));
        assertThat(rates(price))
                .containsExactly(
                        base(Component.REQUEST, 500_000_000_000L),
                        new ComponentRate(Component.REQUEST, new Rate(250_000_000_000L), 0, null, false, true));
    }

    @Test
    void exampleOfTheDocumentationIsRead() throws IOException {
        String page = Files.readString(Path.of("../docs/prices.md"));
        String example = page.substring(page.indexOf("```json") + 7, page.lastIndexOf("```"));
        InputStream input = new ByteArrayInputStream(example.getBytes(StandardCharsets.UTF_8));

        PriceFile file = PriceFiles.read(PriceFormat.MILLRACE, input, "docs/prices.md");

        assertThat(file.refused()).isEmpty();
        assertThat(file.prices())
                .extracting(Price::priceId)
                .containsExactly("openai/gpt-5.5@2026-08-06", "acme|openai/gpt-5.5@2026-08-06");
    }

    @Test
    void whatIsWrittenInOurFormatIsReadBackTheSame() {
        Trials.run(300, random -> {
            RandomRecords records = new RandomRecords(random);
            List<Price> prices = Stream.generate(records::price)
                    .filter(price -> price.rates().stream().noneMatch(r -> r.component() == Component.UNKNOWN))
                    .limit(3)
                    .toList();
            StringWriter text = new StringWriter();
            MillracePriceWriter.write(prices, text);
            InputStream input = new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
            PriceFile file = PriceFiles.read(PriceFormat.MILLRACE, input, "trial");
            assertThat(file.refused()).isEmpty();
            assertThat(file.prices())
                    .containsExactlyElementsOf(
                            prices.stream().map(PriceFilesTest::first).toList());
        });
    }

    private static Price first(Price p) {
        return new Price(
                p.priceId(),
                1,
                p.provider(),
                p.model(),
                p.aliases(),
                p.effectiveFromMicros(),
                p.effectiveUntilMicros(),
                p.reasoningMode(),
                p.rates(),
                p.source(),
                p.offPeakWindows(),
                p.regionMultipliers(),
                p.workspaceId());
    }

    @Test
    void millraceRowsThatCannotBeReadAreRefusedByName() {
        PriceFile file = read(PriceFormat.MILLRACE, "millrace.json");

        assertThat(file.prices()).hasSize(2);
        assertThat(file.leftOut()).isEmpty();
        assertThat(file.simplified()).isEmpty();
        assertThat(file.refused())
                .containsExactly(
                        "price acme/too-fine usd_per_million.input: 0.0000001" + RULE_MILLION,
                        "price acme/misspelt usd_per_million: inputs (expected: a component such as input, cache_read or output)",
                        "price acme/no-day effective_from: today (expected: a date such as 2026-08-06, or an instant such as 2026-08-06T12:00:00Z)",
                        "price acme/backwards effective_until: 2026-01-01 (expected: after effective_from 2026-02-01)",
                        "price acme/no-rates rates: none (expected: at least one)",
                        "price acme/no-window price acme/no-window@2026-01-01 off_peak_windows: none (expected: at least one for off-peak rates)",
                        "price acme/bad-terms off_peak_window: [] (expected: no such field)",
                        "price acme/bad-terms reasoning: MAYBE (expected: INCLUDED or ADDED)",
                        "price acme/bad-terms off_peak_windows: {\"start\":\"16:30:30\",\"end\":\"00:30\"} (expected: start and end such as 16:30, UTC)",
                        "price acme/bad-terms region_multipliers.eu: -1 (expected: a factor such as 1.1, 0 to 1000 with at most 6 decimals)",
                        "price acme/bad-terms usd_per_unit.request: 1000000.1" + RULE_ONE,
                        "price acme/bad-terms usd_per_unit.search: 1e99999999" + RULE_ONE,
                        "price /nobodys provider: none (expected: a value)");
    }

    @Test
    void liteLlmRatesKeepTheirDecimals() {
        PriceFile file = read(PriceFormat.LITELLM, "litellm.json");

        assertThat(file.prices())
                .extracting(Price::priceId)
                .containsExactly(
                        "acme/plain@2023-01-01",
                        "gcp.gemini/tiers@2023-01-01",
                        "gcp.vertex_ai/ranges@2023-01-01",
                        "acme/image@2023-01-01",
                        "acme/noise@2023-01-01",
                        "acme/rerank@2023-01-01",
                        "acme/1024-x-1024/pixels@2023-01-01",
                        "acme/hears@2023-01-01",
                        "acme/films@2023-01-01",
                        "acme/speaks@2023-01-01",
                        "acme/terms@2023-01-01");
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

    /** xAI charges more from 128,000 tokens on, where others do above it. */
    @Test
    void liteLlmThresholdsOfXaiHoldFromTheNumberOn() throws IOException {
        Path file = Files.writeString(
                directory.resolve("xai.json"),
                "{\"xai/grok\": {\"litellm_provider\": \"xai\", \"input_cost_per_token\": 2e-06,"
                        + " \"input_cost_per_token_above_128k_tokens\": 4e-06}}");

        assertThat(rates(PriceFiles.read(PriceFormat.LITELLM, file).prices().get(0)))
                .containsExactly(
                        base(Component.INPUT, 2_000_000), rate(Component.INPUT, 4_000_000, 127_999, null, false));
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
                        "price acme/fine input_cost_per_token: 2.5E-12" + RULE_ONE,
                        "price acme/huge input_cost_per_token: 1E+400" + RULE_ONE,
                        "price acme/rangeless tiered_pricing.range: none (expected: two token counts, >= 0)",
                        "price acme/plain@2023-01-01: a second row with other rates (expected: one row per model and date)",
                        "price stray: NUMBER (expected: an object with litellm_provider)");
    }

    @Test
    void liteLlmRatesInOtherUnitsAreReadWhereCallsCountThem() {
        List<Price> prices = read(PriceFormat.LITELLM, "litellm.json").prices();

        assertThat(rates(prices.get(3))).containsExactly(base(Component.IMAGE, 40_000_000_000L));
        assertThat(rates(prices.get(5)))
                .as("0 per token is not free")
                .containsExactlyInAnyOrder(base(Component.INPUT, 0), base(Component.REQUEST, 2_000_000_000L));
        assertThat(rates(prices.get(6)))
                .as("1024 x 1024 pixels")
                .containsExactly(base(Component.IMAGE, 1_048_576L * 19_000));
        assertThat(rates(prices.get(7))).containsExactly(base(Component.MEDIA_SECOND, 100_000_000));
        assertThat(rates(prices.get(8))).containsExactly(base(Component.MEDIA_SECOND, 100_000_000_000L));
        assertThat(rates(prices.get(9))).containsExactly(base(Component.CHARACTER, 15_000_000));
    }

    @Test
    void liteLlmCacheHitsUpliftsAndSearchesAreTerms() {
        Price price = read(PriceFormat.LITELLM, "litellm.json").prices().get(10);

        assertThat(price.regionMultipliers()).containsExactly(new RegionMultiplier("eu", 1_100_000));
        assertThat(rates(price))
                .containsExactlyInAnyOrder(
                        base(Component.INPUT, 4_000_000),
                        base(Component.CACHE_READ, 400_000),
                        rate(Component.INPUT, 1_000_000, 0, null, true),
                        base(Component.SEARCH, 8_000_000_000L));
    }

    @Test
    void liteLlmModelsAndPartsThatAreNotTakenAreNamed() {
        PriceFile file = read(PriceFormat.LITELLM, "litellm.json");
        String rule = " (expected: a rate per token, image, second, character, search or request)";

        assertThat(file.leftOut())
                .containsExactly(
                        "price acme/search: tiered_pricing alone" + rule,
                        "price acme/unstated: no rate of input (expected: one where there is a rate of output)",
                        "price acme/rented: input_cost_per_second, output_cost_per_second alone" + rule,
                        "price acme/ocr: ocr_cost_per_page alone" + rule,
                        "price acme/free-but: input_cost_per_page_of_paper alone is not free"
                                + " (expected: a rate that a call can be counted in)");
        assertThat(file.simplified())
                .containsExactly(
                        "price acme/plain input_cost_per_image: 0.001 (left out: images read are counted in tokens)",
                        "price acme/noise input_cost_per_token: 0.0000029999900000000002"
                                + " (rounded to 2999990 pico-USD per unit)",
                        "price acme/films output_cost_per_second_1080p: 0.2"
                                + " (left out: seconds are not counted by medium, length or resolution)",
                        "price acme/terms search_context_cost_per_query: {\"search_context_size_low\":0.005,"
                                + "\"search_context_size_medium\":0.008,\"search_context_size_high\":0.012}"
                                + " (every search costs that of medium context)");
    }

    @Test
    void genaiPricesAreReadWithTiersAndAliases() {
        Price tiered =
                read(PriceFormat.GENAI_PRICES, "genai-prices.json").prices().get(0);

        assertThat(tiered.priceId()).isEqualTo("gcp.gemini/tiered@2023-01-01");
        assertThat(tiered.aliases()).containsExactly("tiered-001", "tiered-p");
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
        assertThat(file.prices().get(1).offPeakWindows()).isEmpty();
        assertThat(file.prices().get(2).offPeakWindows()).containsExactly(new DailyWindow(990, 30));
        assertThat(rates(file.prices().get(2)))
                .containsExactly(
                        base(Component.INPUT, 4_000_000),
                        base(Component.OUTPUT, 20_000_000),
                        new ComponentRate(Component.INPUT, new Rate(2_000_000), 0, null, false, true));
        assertThat(file.refused())
                .containsExactly(
                        "price acme/dated constraint: {\"start_time\":\"12:00:00Z\",\"end_time\":\"13:00:00Z\"}"
                                + " (expected: a start_date such as 2026-08-06, or start_time and end_time in whole"
                                + " minutes UTC after a price for any time)",
                        "price acme/negative input_mtok: -5" + RULE_MILLION);
        assertThat(file.leftOut())
                .containsExactly("price acme/no-prices: output_image alone"
                        + " (expected: a rate per token, image, second, character, search or request)");
        assertThat(file.simplified())
                .containsExactly(
                        "price gcp.gemini/tiered match: {\"or\":[{\"equals\":\"tiered\"},{\"equals\":\"tiered-001\"},"
                                + "{\"starts_with\":\"tiered-p\"}]} (taken as the names it states)",
                        "price gcp.gemini/tiered unknown_kind: 3 (left out: calls do not count it)",
                        "price acme/dated match: {\"starts_with\":\"dated\"} (taken as the names it states)",
                        "price acme/dated match: {\"starts_with\":\"dated\"} (taken as the names it states)");
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
