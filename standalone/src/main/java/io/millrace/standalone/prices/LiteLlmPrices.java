package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.rating.Component;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Origin;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's price map: an object from model name to rates in dollars per token, also above a number of input tokens, of a
 * service tier and of the batch interface, and tiered_pricing, whose tiers are by the whole input. Rates in other units
 * are read by {@link LiteLlmUnits}. A regional uplift becomes a region multiplier. A key {@code _above_200k_tokens} holds
 * for more than 200,000 tokens; xAI's own price list says 200,000 or more, so that for its models it is more than 199,999.
 */
final class LiteLlmPrices {
    private static final String SAMPLE = "sample_spec";
    private static final String UPLIFT = "regional_processing_uplift_multiplier_";
    private static final String CACHE_HIT = "input_cost_per_token_cache_hit";
    /** Providers whose thresholds hold from the number on that the key names. */
    private static final Set<String> FROM = Set.of("xai");

    private static final Map<String, Component> COMPONENTS = Map.ofEntries(
            Map.entry("input_cost_per_token", Component.INPUT),
            Map.entry("cache_read_input_token_cost", Component.CACHE_READ),
            Map.entry("cache_creation_input_token_cost", Component.CACHE_WRITE_5M),
            Map.entry("cache_creation_input_token_cost_above_1hr", Component.CACHE_WRITE_1H),
            Map.entry("output_cost_per_token", Component.OUTPUT),
            Map.entry("output_cost_per_reasoning_token", Component.REASONING),
            Map.entry("input_cost_per_audio_token", Component.AUDIO_INPUT),
            Map.entry("output_cost_per_audio_token", Component.AUDIO_OUTPUT),
            Map.entry("input_cost_per_image_token", Component.IMAGE_INPUT),
            Map.entry("output_cost_per_image_token", Component.IMAGE_OUTPUT));
    private static final Pattern KEY = Pattern.compile(
            "(?<base>.+?)(?:_above_(?<thousands>\\d{1,9})k_tokens)?(?:_(?<mode>flex|priority|batches|batch_requests))?");
    private static final int THOUSAND = 1_000;

    private LiteLlmPrices() {}

    static boolean read(JsonNode root, PriceCollector collector) {
        if (!root.isObject()) {
            return false;
        }
        root.properties().forEach(entry -> {
            if (!entry.getKey().equals(SAMPLE)) {
                readModel(entry.getKey(), entry.getValue(), collector);
            }
        });
        return true;
    }

    private static void readModel(String name, JsonNode row, PriceCollector collector) {
        String provider = provider(row);
        if (!row.isObject() || provider.isEmpty()) {
            collector.refuse("price " + name, row.getNodeType(), "an object with litellm_provider");
            return;
        }
        String model = modelOf(name, provider);
        PriceDraft draft = new PriceDraft(ProviderNames.canonical(family(provider)), model, Origin.FOREIGN)
                .source(collector.source())
                .effective(collector.effectiveFrom(), null);
        row.properties().forEach(field -> readField(field.getKey(), field.getValue(), row, draft));
        for (JsonNode tier : row.path("tiered_pricing")) {
            if (COMPONENTS.keySet().stream().anyMatch(tier::has)) {
                readTier(tier, draft);
            } else {
                draft.leave("tiered_pricing", tier, "its tiers are not by tokens");
            }
        }
        LiteLlmUnits.read(name, row, draft);
        collector.add(draft);
    }

    /** Whether a rate is read here, or is the same one in databricks' own unit. */
    static boolean reads(String key) {
        Matcher matcher = KEY.matcher(key);
        boolean perToken = matcher.matches() && COMPONENTS.containsKey(matcher.group("base"));
        return perToken || key.equals(CACHE_HIT) || key.contains("_dbu_cost_");
    }

    private static void readField(String key, JsonNode value, JsonNode row, PriceDraft draft) {
        Matcher matcher = KEY.matcher(key);
        Component component = matcher.matches() ? COMPONENTS.get(matcher.group("base")) : null;
        if (component != null) {
            draft.add(key, value, Unit.ONE, component, condition(matcher, FROM.contains(provider(row))));
        } else if (key.equals(CACHE_HIT) && !row.hasNonNull("cache_read_input_token_cost")) {
            draft.add(key, value, Unit.ONE, Component.CACHE_READ, Condition.BASE);
        } else if (key.startsWith(UPLIFT)) {
            draft.addRegion(key, key.substring(UPLIFT.length()), value);
        }
    }

    private static String provider(JsonNode row) {
        return row.path("litellm_provider").asText();
    }

    /** @param inclusive whether the threshold itself is crossed too */
    private static Condition condition(Matcher matcher, boolean inclusive) {
        @Nullable String thousands = matcher.group("thousands");
        @Nullable String mode = matcher.group("mode");
        boolean batch = mode != null && mode.startsWith("batch");
        long above = thousands == null ? 0 : Long.parseLong(thousands) * THOUSAND - (inclusive ? 1 : 0);
        return new Condition(above, batch ? null : mode, batch, false);
    }

    /** A tier holds above the lower end of its range. */
    private static void readTier(JsonNode tier, PriceDraft draft) {
        long above = tier.path("range").path(0).asLong(-1);
        if (above < 0) {
            draft.refuse(
                    "tiered_pricing.range", tier.has("range") ? tier.path("range") : "none", "two token counts, >= 0");
            return;
        }
        Condition condition = new Condition(above, null, false, false);
        tier.properties().forEach(field -> {
            Component component = COMPONENTS.get(field.getKey());
            if (component != null) {
                draft.add("tiered_pricing." + field.getKey(), field.getValue(), Unit.ONE, component, condition);
            }
        });
    }

    /** vertex_ai-language-models and its like are one provider. */
    private static String family(String provider) {
        int dash = provider.indexOf('-');
        return provider.startsWith("vertex_ai") && dash > 0 ? provider.substring(0, dash) : provider;
    }

    private static String modelOf(String name, String provider) {
        for (String prefix : new String[] {provider + "/", family(provider) + "/"}) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }
}
