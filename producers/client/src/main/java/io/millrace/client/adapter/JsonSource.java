package io.millrace.client.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * JSON to read, within bounds: 64 MiB, 512 levels, 1 MiB for a name, a number, or a text that is taken.
 * Bytes are read in place, and no buffer outlives its parser.
 *
 * @param length in bytes or characters; 0 for a tree, which is in memory anyway
 */
record JsonSource(Opener opener, int length) {
    static final int LENGTH_MAX = 64 << 20;
    static final String BOUNDS = "at most 512 levels, names and numbers of 1 MiB";

    private static final int DEPTH_MAX = 512;
    private static final int TEXT_LENGTH_MAX = 1 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(TEXT_LENGTH_MAX)
                    .maxNameLength(TEXT_LENGTH_MAX)
                    // A long number in the content must not hide the usage behind it; Scalar refuses one in usage.
                    .maxNumberLength(TEXT_LENGTH_MAX)
                    .build())
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Python writers leave NaN and Infinity in; they are reported as bad values, the rest is kept.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Opens a parser at the start. */
    @FunctionalInterface
    interface Opener {
        JsonParser open() throws IOException;
    }

    static JsonSource of(byte[] json) {
        return new JsonSource(() -> FACTORY.createParser(json), json.length);
    }

    static JsonSource of(String json) {
        return new JsonSource(() -> FACTORY.createParser(json), json.length());
    }

    static JsonSource of(JsonNode json) {
        return new JsonSource(json::traverse, 0);
    }
}
