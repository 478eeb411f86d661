package io.millrace.streams.metering;

import static io.millrace.schemas.rating.Component.INPUT;
import static io.millrace.streams.metering.Prices.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which price a call's names lead to. */
class ModelMatchingTest {
    private static final String[] PROVIDERS = {"openai", "aws.bedrock", "gcp.vertex_ai", "azure.ai.openai"};
    private static final String[] PREFIXES = {"", "", "us.", "eu.", "us-gov.", "models/", "zz."};
    private static final String[] SUFFIXES = {
        "", "", "-2025-08-07", "-20250929", "@20250929", "@default", "-v1:0", "-v2"
    };
    private static final String[] BASES = {"m", "n"};
    private static final String[] WORKSPACES = {"w", "x"};
    private static final String[] REGIONS = {"", "", "eu", "us-east-1"};

    private static Price price(String provider, String model, String... aliases) {
        return price(provider + "/" + model, provider, model, List.of(aliases), 0, null);
    }

    private static Price price(
            String id, String provider, String model, List<String> aliases, long from, @Nullable String workspace) {
        return new Price(
                id,
                1,
                provider,
                model,
                aliases,
                from,
                null,
                ReasoningMode.INCLUDED,
                List.of(rate(INPUT, "1e-6")),
                "",
                List.of(),
                List.of(),
                workspace);
    }

    private static ModelCall call(
            String provider,
            String requested,
            @Nullable String served,
            @Nullable String deployment,
            @Nullable String region) {
        return new ModelCall(Operation.CHAT, provider, requested, served, deployment, region, null, false, false);
    }

    private static @Nullable String found(PriceBook book, ModelCall call) {
        RateCard card = book.card(call, 100);
        return card == null ? null : card.price().priceId();
    }

    private static @Nullable String bedrock(String served, Price... prices) {
        return found(PriceBook.of(List.of(prices)), call("aws.bedrock", "asked", served, null, null));
    }

    @Test
    void regionPrefixLeadsToThePriceWithoutItUnlessTheRegionHasItsOwn() {
        Price plain = price("aws.bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0");
        Price european = price("aws.bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0");
        for (String region : List.of("us.", "eu.", "apac.", "global.")) {
            assertThat(bedrock(region + plain.model(), plain)).as(region).isEqualTo(plain.priceId());
        }
        assertThat(bedrock(european.model(), plain, european)).isEqualTo(european.priceId());
        assertThat(bedrock("us." + plain.model(), plain, european)).isEqualTo(plain.priceId());
        assertThat(bedrock("mars." + plain.model(), plain)).isNull();
    }

    @Test
    void regionIsKeptLongerThanTheDate() {
        Price european = price("aws.bedrock", "eu.claude");
        Price dated = price("aws.bedrock", "claude-20250929");
        assertThat(bedrock("eu.claude-20250929-v1:0", european, dated)).isEqualTo(european.priceId());
        assertThat(bedrock("us.claude-20250929-v1:0", european, dated)).isEqualTo(dated.priceId());
    }

    @Test
    void prefixesAndSuffixesOfOneProviderAreNotThoseOfAnother() {
        PriceBook book = PriceBook.of(List.of(price("openai", "m"), price("gcp.vertex_ai", "m")));
        assertThat(found(book, call("gcp.vertex_ai", "m", "m@20250929", null, null)))
                .isEqualTo("gcp.vertex_ai/m");
        assertThat(found(book, call("gcp.vertex_ai", "m", "m@default", null, null)))
                .isEqualTo("gcp.vertex_ai/m");
        assertThat(found(book, call("openai", "m", "m@default", null, null))).isNull();
        assertThat(found(book, call("openai", "m", "us.m", null, null))).isNull();
    }

    @Test
    void priceNamedForTheRegionOfTheCallComesFirst() {
        PriceBook book = PriceBook.of(List.of(
                price("azure.ai.openai", "gpt-5"),
                price("azure.ai.openai", "eu/gpt-5"),
                price("azure.ai.openai", "vendor/gpt-5")));
        assertThat(found(book, call("azure.ai.openai", "x", "gpt-5", null, "eu")))
                .isEqualTo("azure.ai.openai/eu/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "x", "gpt-5-2025-08-07", null, "eu")))
                .isEqualTo("azure.ai.openai/eu/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "x", "gpt-5", null, "us")))
                .isEqualTo("azure.ai.openai/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "x", "gpt-5", null, null)))
                .isEqualTo("azure.ai.openai/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "x", "vendor/gpt-5", null, null)))
                .isEqualTo("azure.ai.openai/vendor/gpt-5");
    }

    @Test
    void deploymentIsLookedUpAsAnAliasOnlyWhereNothingIsKnownToHaveAnswered() {
        PriceBook book = PriceBook.of(List.of(
                price("azure.ai.openai", "gpt-5", "prod-large"),
                price("azure.ai.openai", "gpt-5-mini"),
                price("azure.ai.openai", "prod-small")));
        assertThat(found(book, call("azure.ai.openai", "chat", null, "prod-large", null)))
                .isEqualTo("azure.ai.openai/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "gpt-5-mini", null, "prod-large", null)))
                .as("what was called, not what was asked for")
                .isEqualTo("azure.ai.openai/gpt-5");
        assertThat(found(book, call("azure.ai.openai", "chat", "gpt-5-mini", "prod-large", null)))
                .as("what answered wins")
                .isEqualTo("azure.ai.openai/gpt-5-mini");
        assertThat(found(book, call("azure.ai.openai", "chat", "unheard-of", "prod-large", null)))
                .isNull();
        assertThat(found(book, call("azure.ai.openai", "gpt-5-mini", null, "prod-small", null)))
                .as("a deployment may have the name of another model: only an alias says that it is one")
                .isEqualTo("azure.ai.openai/gpt-5-mini");
    }

    @Test
    void matchingAgreesWithTheReferenceAndNeverLeavesProviderOrWorkspace() {
        Trials.run(4_000, random -> {
            List<Price> prices = prices(random);
            PriceBook book = PriceBook.of(prices);
            ModelCall call = call(random);
            assertMatches(book.card(call, 100), reference(prices, call, null), call, null);
            assertMatches(book.ownCard("w", call, 100), reference(prices, call, "w"), call, "w");
        });
    }

    private static void assertMatches(
            @Nullable RateCard card, @Nullable Price expected, ModelCall call, @Nullable String workspace) {
        Price found = card == null ? null : card.price();
        assertThat(found).as("%s", call).isEqualTo(expected);
        if (found != null) {
            assertThat(found.provider()).isEqualTo(call.provider());
            assertThat(found.workspaceId()).isEqualTo(workspace);
        }
    }

    private static String name(RandomGenerator random) {
        String base = Pick.one(random, BASES);
        return Pick.one(random, PREFIXES) + base + Pick.one(random, SUFFIXES) + Pick.one(random, SUFFIXES);
    }

    private static List<Price> prices(RandomGenerator random) {
        List<Price> prices = new ArrayList<>();
        int count = random.nextInt(1, 40);
        for (int i = 0; i < count; i++) {
            String region = Pick.one(random, REGIONS);
            prices.add(price(
                    "p" + i,
                    Pick.one(random, PROVIDERS),
                    region.isEmpty() ? name(random) : region + "/" + name(random),
                    random.nextInt(3) == 0 ? List.of(name(random)) : List.of(),
                    random.nextLong(150),
                    random.nextInt(3) == 0 ? Pick.one(random, WORKSPACES) : null));
        }
        return prices;
    }

    private static ModelCall call(RandomGenerator random) {
        String region = Pick.one(random, REGIONS);
        return call(
                Pick.one(random, PROVIDERS),
                name(random),
                random.nextInt(3) == 0 ? null : name(random),
                random.nextBoolean() ? null : name(random),
                region.isEmpty() ? null : region);
    }

    /** Tries every price for every name, in the order the book documents. */
    private static @Nullable Price reference(List<Price> prices, ModelCall call, @Nullable String workspace) {
        List<Price> own = prices.stream()
                .filter(p -> p.provider().equals(call.provider()) && p.effectiveFromMicros() <= 100)
                .filter(p -> Objects.equals(p.workspaceId(), workspace))
                .sorted(Comparator.comparingLong(Price::effectiveFromMicros)
                        .thenComparing(Price::priceId)
                        .reversed())
                .toList();
        List<Predicate<Price>> attempts = new ArrayList<>();
        String deployment = call.deployment();
        if (call.modelServed() == null && deployment != null) {
            attempts.add(p -> p.aliases().contains(deployment));
        }
        String served = call.modelServed() == null ? call.modelRequested() : call.modelServed();
        for (String form : forms(call.provider(), served)) {
            attempts.add(p -> p.model().equals(call.region() + "/" + form));
            attempts.add(p -> p.model().equals(form));
            attempts.add(p -> p.aliases().contains(form));
        }
        return attempts.stream()
                .flatMap(attempt -> own.stream().filter(attempt).limit(1))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> forms(String provider, String name) {
        Set<String> forms = new LinkedHashSet<>();
        boolean bedrock = provider.equals("aws.bedrock");
        List<String> starts = new ArrayList<>(List.of(name));
        if (bedrock) {
            starts.add(name.replaceFirst("^(us|eu|apac|global|us-gov|au|ca|jp)\\.", ""));
        }
        String suffix = "(-\\d{4}-\\d\\d-\\d\\d|[-@]\\d{8}"
                + (bedrock ? "|-v\\d(:\\d)?" : provider.equals("gcp.vertex_ai") ? "|@default" : "") + ")$";
        for (String start : starts) {
            String form = start;
            String before;
            do {
                forms.add(form);
                before = form;
                form = form.replaceFirst(suffix, "");
            } while (!form.equals(before) && !form.isEmpty());
        }
        return forms;
    }
}
