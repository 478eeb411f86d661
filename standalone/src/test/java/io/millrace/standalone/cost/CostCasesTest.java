package io.millrace.standalone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.CostLine;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.prices.PriceFiles;
import io.millrace.standalone.prices.PriceFormat;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rater;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The published cases of LiteLLM's tests, where they lie beside this checkout: each equals ours to the nano-dollar, or
 * stands in a list with the reason; a listed case that equals ours after all is a failure too. Twice: under the rates the
 * case itself states, and under LiteLLM's two price maps and a later price cut as three effective dates of one price book.
 */
class CostCasesTest {
    private static final Path PRICES = Path.of(System.getProperty("millrace.data", "../../shared/data"), "prices");
    private static final List<LocalDate> MAP_DATES = List.of(LocalDate.of(2026, 7, 2), LocalDate.of(2026, 8, 6));
    /** What OpenAI cut after the second map, by hand. */
    private static final String LATER_CUT = "/prices/cut-2026-08-21.json";

    private static final Instant AFTER_FIRST = Instant.parse("2026-07-15T12:00:00Z");
    private static final Instant AFTER_SECOND = Instant.parse("2026-08-15T12:00:00Z");
    private static final Instant AFTER_CUT = Instant.parse("2026-09-01T12:00:00Z");
    private static final int PICO_DECIMALS = 12;
    private static final Set<Component> OUTPUT_SIDE = Set.of(
            Component.OUTPUT,
            Component.REASONING,
            Component.AUDIO_OUTPUT,
            Component.IMAGE_OUTPUT,
            Component.SEARCH,
            Component.CHARACTER);

    private static final String BY_CLASS = "the case picks a tier for each class of tokens by its own count; ours is by"
            + " the whole input, as LiteLLM's later versions and the providers' invoices are";
    private static final String BEFORE_CUT =
            "Azure's rows of either map are those from before the cut of Terra and Luna;"
                    + " no source dates it for Azure";
    private static final String THOUSANDTH =
            "the case divides the map's price of one search by a thousand; Perplexity's"
                    + " answers state $0.27 for 54 searches, the map's price";
    private static final Map<String, String> UNDER_OWN_RATES =
            Map.of("C042", "characters have two prices, one for each direction; calls count one number of them");
    private static final Map<String, String> UNDER_MAPS = Map.ofEntries(
            Map.entry("C028", THOUSANDTH),
            Map.entry("C030", THOUSANDTH),
            Map.entry("C033", BY_CLASS),
            Map.entry("C034", BY_CLASS),
            Map.entry("C070", BEFORE_CUT),
            Map.entry("C071", BEFORE_CUT),
            Map.entry("C073", BEFORE_CUT),
            Map.entry("C074", BEFORE_CUT));

    @Test
    void casesEqualOursUnderTheirOwnRates() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        for (CostCase cost : cases()) {
            Instant at = cost.atTime() == null ? AFTER_SECOND : Instant.parse(cost.atTime());
            Price price = CostCasePrice.of(cost, "test", "case");
            String difference = price == null
                    ? "no rate of ours"
                    : difference(cost, CostCaseUsage.of(cost, "test", "case", at), PriceBook.of(List.of(price)));
            if (difference != null) {
                differences.put(cost.id(), difference);
            }
        }
        assertListed(differences, UNDER_OWN_RATES);
    }

    @Test
    void casesEqualOursUnderPublishedMapsAtOneOfTheirDates() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        PriceBook maps = maps();
        int checked = 0;
        for (CostCase cost : cases()) {
            List<String> found = new ArrayList<>();
            boolean equal = false;
            for (Instant at : List.of(AFTER_FIRST, AFTER_SECOND, AFTER_CUT)) {
                Usage usage = CostCaseUsage.of(cost, provider(cost), model(cost), at);
                if (maps.lookup(provider(cost), model(cost), Micros.of(at)) != null) {
                    String difference = difference(cost, usage, maps);
                    equal |= difference == null;
                    found.add(at + ": " + difference);
                }
            }
            checked += found.isEmpty() ? 0 : 1;
            if (!found.isEmpty() && !equal) {
                differences.put(cost.id(), found.toString());
            }
        }
        assertListed(differences, UNDER_MAPS);
        assertThat(checked).isEqualTo(Files.exists(PRICES) ? 50 : 0);
    }

    /** The price of a date, not today's: gpt-5.6 is in the second map alone. */
    @Test
    void callBeforeItsModelsFirstPriceIsUnpriced() throws IOException {
        PriceBook maps = maps();
        if (maps.size() == 0) {
            return;
        }
        assertThat(maps.lookup("openai", "gpt-5.6", Micros.of(AFTER_FIRST))).isNull();
        assertThat(maps.lookup("openai", "gpt-5.6", Micros.of(AFTER_SECOND))).isNotNull();
    }

    private static void assertListed(Map<String, String> differences, Map<String, String> listed) {
        if (Files.exists(PRICES)) {
            assertThat(differences.keySet()).as("%s", differences).containsExactlyInAnyOrderElementsOf(listed.keySet());
        }
    }

    private static List<CostCase> cases() throws IOException {
        if (!Files.exists(PRICES)) {
            System.out.println(
                    "cost cases: none at " + PRICES + " (expected: cost_cases.csv and the price maps there)");
            return List.of();
        }
        return CostCaseFile.read(PRICES.resolve("cost_cases.csv"));
    }

    private static PriceBook maps() {
        List<Price> prices = new ArrayList<>();
        if (Files.exists(PRICES)) {
            for (LocalDate date : MAP_DATES) {
                Path file = PRICES.resolve("litellm_" + date + ".json");
                prices.addAll(PriceFiles.read(PriceFormat.LITELLM, file, date).prices());
            }
            InputStream cut = Objects.requireNonNull(CostCasesTest.class.getResourceAsStream(LATER_CUT));
            prices.addAll(PriceFiles.read(PriceFormat.MILLRACE, cut, LATER_CUT).prices());
        }
        return PriceBook.of(prices);
    }

    private static String provider(CostCase cost) {
        return switch (cost.provider()) {
            case "gemini" -> "gcp.gemini";
            case "vertex_ai" -> "gcp.vertex_ai";
            case "xai" -> "x_ai";
            case "bedrock" -> "aws.bedrock";
            case "azure" -> "azure.ai.openai";
            default -> cost.provider();
        };
    }

    /** Images of one size are a model of their own, as the maps name them: 1024-x-1024/dall-e-2. */
    private static String model(CostCase cost) {
        String prefix = cost.provider() + "/";
        String model = cost.model().startsWith(prefix) ? cost.model().substring(prefix.length()) : cost.model();
        String size = cost.size();
        return size == null ? model : size.replace("x", "-x-") + "/" + model;
    }

    /** Null when every figure the case states equals ours. */
    private static @Nullable String difference(CostCase cost, Usage usage, PriceBook book) {
        if (!(Rater.rate(usage, Workspace.unknown("acme"), book) instanceof Rating.Priced priced)) {
            return "unpriced";
        }
        BigDecimal input = dollars(priced, false);
        BigDecimal output = dollars(priced, true);
        boolean equal = agrees(cost, input, cost.expectedInput())
                && agrees(cost, output, cost.expectedOutput())
                && agrees(cost, input.add(output), cost.expectedTotal());
        return equal ? null : input + " in, " + output + " out";
    }

    private static boolean agrees(CostCase cost, BigDecimal ours, @Nullable BigDecimal expected) {
        return expected == null || cost.agrees(ours, expected);
    }

    private static BigDecimal dollars(Rating.Priced priced, boolean outputSide) {
        BigDecimal sum = BigDecimal.ZERO;
        for (CostLine line : priced.lines()) {
            if (OUTPUT_SIDE.contains(line.component()) == outputSide) {
                BigDecimal rate = BigDecimal.valueOf(line.rate().picoUsdPerUnit(), PICO_DECIMALS);
                sum = sum.add(rate.multiply(BigDecimal.valueOf(line.units())));
            }
        }
        return sum;
    }
}
