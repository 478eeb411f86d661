package io.millrace.standalone.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.schemas.rating.Component;
import io.millrace.standalone.prices.PriceDraft.Condition;
import io.millrace.standalone.prices.PriceDraft.Unit;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rates of LiteLLM's price map that are not per token. A call counts the images it made, seconds of media, characters
 * and searches; a rate per query is one per request. What is priced in anything else is left out by name.
 */
final class LiteLlmUnits {
    private static final String IMAGE_MADE = "output_cost_per_image";
    private static final String IMAGE_READ = "input_cost_per_image";
    private static final String IMAGE_TOKEN = "output_cost_per_image_token";
    private static final String PIXEL_READ = "input_cost_per_pixel";
    private static final String SECOND_IN = "input_cost_per_second";
    private static final String SECOND_OUT = "output_cost_per_second";
    private static final String VIDEO_SECOND = "output_cost_per_video_per_second";
    private static final String CHARACTER_IN = "input_cost_per_character";
    private static final String SEARCH = "search_context_cost_per_query";
    private static final String MEDIUM = "search_context_size_medium";
    private static final String CITATION = "citation_cost_per_token";
    private static final String QUERY = "input_cost_per_query";
    private static final String REQUEST = "input_cost_per_request";
    private static final Pattern SIZE = Pattern.compile("(?:^|.*/)(\\d{1,5})-x-(\\d{1,5})/.*");

    private static final Set<String> READ_HERE = Set.of(
            IMAGE_MADE,
            IMAGE_READ,
            PIXEL_READ,
            SECOND_IN,
            SECOND_OUT,
            VIDEO_SECOND,
            CHARACTER_IN,
            SEARCH,
            CITATION,
            QUERY,
            REQUEST);
    private static final String UNCOUNTED = "calls do not count it";

    private LiteLlmUnits() {}

    static void read(String name, JsonNode row, PriceDraft draft) {
        readImages(name, row, draft);
        readSeconds(row, draft);
        readCharacters(row, draft);
        readSearches(row.path(SEARCH), draft);
        readCitations(row, draft);
        for (String key : new String[] {QUERY, REQUEST}) {
            draft.add(key, priced(row, key), Unit.ONE, Component.REQUEST, Condition.BASE);
        }
        row.properties().forEach(field -> {
            String key = field.getKey();
            if (key.contains("cost") && !READ_HERE.contains(key) && !LiteLlmPrices.reads(key)) {
                draft.leave(key, field.getValue(), reason(key));
            }
        });
    }

    private static String reason(String key) {
        if (key.startsWith("cache_")) {
            return "cached media tokens are not counted apart, they cost what cached text does";
        }
        if (key.contains("_per_character")) {
            return "characters are counted in one direction";
        }
        if (key.contains("second")) {
            return "seconds are not counted by medium, length or resolution";
        }
        return key.contains("_per_image") ? "images are not counted by size or quality" : UNCOUNTED;
    }

    /** Images made: by the token where they have such a rate, else by the image, else by the pixels its name states. */
    private static void readImages(String name, JsonNode row, PriceDraft draft) {
        boolean makes = row.path("mode").asText().startsWith("image");
        if (isPriced(row, IMAGE_TOKEN)) {
            draft.leave(IMAGE_MADE, priced(row, IMAGE_MADE), "the rate per image token is taken");
            draft.leave(IMAGE_READ, priced(row, IMAGE_READ), "images read are counted in tokens");
        } else if (isPriced(row, IMAGE_MADE)) {
            draft.add(IMAGE_MADE, row.path(IMAGE_MADE), Unit.ONE, Component.IMAGE, Condition.BASE);
            draft.leave(IMAGE_READ, priced(row, IMAGE_READ), "images read are counted in tokens");
        } else if (makes && isPriced(row, IMAGE_READ)) {
            draft.add(IMAGE_READ, row.path(IMAGE_READ), Unit.ONE, Component.IMAGE, Condition.BASE);
        } else {
            draft.leave(IMAGE_READ, priced(row, IMAGE_READ), "images read are counted in tokens");
        }
        readPixels(name, priced(row, PIXEL_READ), draft);
    }

    private static void readPixels(String name, JsonNode perPixel, PriceDraft draft) {
        Matcher size = SIZE.matcher(name);
        BigDecimal dollars = PriceNumbers.decimal(perPixel);
        if (dollars == null || !size.matches()) {
            draft.leave(PIXEL_READ, perPixel, UNCOUNTED);
            return;
        }
        long pixels = Long.parseLong(size.group(1)) * Long.parseLong(size.group(2));
        JsonNode perImage = DecimalNode.valueOf(dollars.multiply(BigDecimal.valueOf(pixels)));
        draft.add(PIXEL_READ + " x " + pixels, perImage, Unit.ONE, Component.IMAGE, Condition.BASE);
    }

    /** Seconds of what is heard, spoken or filmed. A price in both directions is one price where both are equal. */
    private static void readSeconds(JsonNode row, PriceDraft draft) {
        JsonNode in = priced(row, SECOND_IN);
        JsonNode out = priced(row, SECOND_OUT);
        String mode = row.path("mode").asText();
        boolean media = mode.startsWith("audio") || mode.startsWith("video");
        if (!media) {
            draft.leave(SECOND_IN, in, "it is a price of provisioned time");
            draft.leave(SECOND_OUT, out, "it is a price of provisioned time");
            return;
        }
        JsonNode video = priced(row, VIDEO_SECOND);
        String key = !in.isNull() ? SECOND_IN : !video.isNull() ? VIDEO_SECOND : SECOND_OUT;
        if (isPriced(row, "output_cost_per_audio_token")) {
            draft.leave(key, priced(row, key), "the rate per audio token is taken");
        } else {
            draft.add(key, priced(row, key), Unit.ONE, Component.MEDIA_SECOND, Condition.BASE);
        }
        if (!key.equals(SECOND_OUT) && !out.isNull() && !out.equals(priced(row, key))) {
            draft.leave(SECOND_OUT, out, "seconds are counted in one direction");
        }
    }

    private static void readCharacters(JsonNode row, PriceDraft draft) {
        boolean speech = row.path("mode").asText().equals("audio_speech");
        if (speech && !isPriced(row, "input_cost_per_token")) {
            draft.add(CHARACTER_IN, priced(row, CHARACTER_IN), Unit.ONE, Component.CHARACTER, Condition.BASE);
        } else {
            draft.leave(CHARACTER_IN, priced(row, CHARACTER_IN), "characters are counted for speech");
        }
    }

    /** The price of a search depends on how much of the web is read; calls do not say how much, so it is the medium. */
    private static void readSearches(JsonNode bySize, PriceDraft draft) {
        JsonNode medium = bySize.path(MEDIUM);
        if (medium.isMissingNode()) {
            if (bySize.size() > 0) {
                draft.leave(SEARCH, bySize, "without " + MEDIUM);
            }
            return;
        }
        draft.add(SEARCH, medium, Unit.ONE, Component.SEARCH, Condition.BASE);
        for (JsonNode other : bySize) {
            BigDecimal dollars = PriceNumbers.decimal(other);
            BigDecimal taken = PriceNumbers.decimal(medium);
            if (dollars != null && taken != null && dollars.compareTo(taken) != 0) {
                draft.simplify(SEARCH, bySize, "every search costs that of medium context");
                return;
            }
        }
    }

    private static void readCitations(JsonNode row, PriceDraft draft) {
        if (isPriced(row, CITATION) && !row.path(CITATION).equals(row.path("input_cost_per_token"))) {
            draft.leave(CITATION, row.path(CITATION), "citations are counted as input");
        }
    }

    /** The rate, or JSON null where there is none or it is 0. */
    private static JsonNode priced(JsonNode row, String key) {
        JsonNode value = row.path(key);
        @Nullable BigDecimal dollars = PriceNumbers.decimal(value);
        boolean none = value.isMissingNode() || (dollars != null && dollars.signum() == 0);
        return none ? NullNode.getInstance() : value;
    }

    private static boolean isPriced(JsonNode row, String key) {
        return !priced(row, key).isNull();
    }
}
