package io.millrace.standalone.prices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.Price;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * Reads prices from files, exactly: numbers are decimals from the first character on. Thread-safe.
 * A file that cannot be read as its format is a user's fault with code PRICE_FILE; a bad rate inside it is a
 * line of {@link PriceFile#refused()}, and the rest goes on.
 */
public final class PriceFiles {
    /** From when a price holds whose file does not say: before any trace that is replayed. */
    public static final LocalDate EFFECTIVE_FROM = LocalDate.of(2023, 1, 1);

    private static final String IN_TREE = "/prices/millrace-prices.json";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PriceFiles() {}

    /** The price book that comes with Millrace: current models of five providers. */
    public static List<Price> inTree() {
        try (InputStream input = Objects.requireNonNull(PriceFiles.class.getResourceAsStream(IN_TREE))) {
            return read(PriceFormat.MILLRACE, input, IN_TREE).prices();
        } catch (IOException e) {
            throw unreadable(PriceFormat.MILLRACE, IN_TREE, String.valueOf(e.getMessage()));
        }
    }

    /** Reads a file; rows without a date of their own hold from {@link #EFFECTIVE_FROM}. */
    public static PriceFile read(PriceFormat format, Path file) {
        return read(format, file, EFFECTIVE_FROM);
    }

    /** Reads a file; rows without a date of their own hold from the start of the given day, UTC. */
    public static PriceFile read(PriceFormat format, Path file, LocalDate effectiveFrom) {
        if (Files.isDirectory(file)) {
            throw unreadable(format, file.toString(), "a directory");
        }
        try (InputStream input = Files.newInputStream(file)) {
            return parse(format, input, file.toString(), effectiveFrom);
        } catch (NoSuchFileException e) {
            throw unreadable(format, file.toString(), "no such file");
        } catch (IOException e) {
            throw unreadable(format, file.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** Reads a stream, which is left open; the name is for messages and the prices' source. */
    public static PriceFile read(PriceFormat format, InputStream input, String sourceName) {
        try {
            return parse(format, input, sourceName, EFFECTIVE_FROM);
        } catch (IOException e) {
            throw unreadable(format, sourceName, String.valueOf(e.getMessage()));
        }
    }

    private static PriceFile parse(PriceFormat format, InputStream input, String sourceName, LocalDate effectiveFrom)
            throws IOException {
        JsonNode root = parseJson(format, input, sourceName);
        PriceCollector collector = new PriceCollector(effectiveFrom, format.label() + " " + sourceName);
        boolean understood = switch (format) {
            case MILLRACE -> MillracePrices.read(root, collector);
            case LITELLM -> LiteLlmPrices.read(root, collector);
            case GENAI_PRICES -> GenaiPrices.read(root, collector);
        };
        PriceFile result = collector.toPriceFile();
        if (!understood
                || (result.prices().isEmpty()
                        && result.refused().isEmpty()
                        && result.leftOut().isEmpty())) {
            throw unreadable(format, sourceName, "no price in it");
        }
        return result;
    }

    private static JsonNode parseJson(PriceFormat format, InputStream input, String sourceName) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(input);
            if (root.isMissingNode()) {
                throw unreadable(format, sourceName, "empty");
            }
            return root;
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw unreadable(format, sourceName, "not JSON" + where);
        }
    }

    private static MillraceException unreadable(PriceFormat format, String sourceName, String why) {
        return MillraceException.user(
                "PRICE_FILE", "price file " + sourceName, why, "a readable JSON file in the format " + format.label());
    }
}
