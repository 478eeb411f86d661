package io.millrace.schemas.usage;

import org.jspecify.annotations.Nullable;

/** What was called. The model names are raw; matching them to prices is the price book's. */
public record ModelCall(
        Operation operation,
        String provider,
        String modelRequested,
        @Nullable String modelServed,
        @Nullable String deployment,
        @Nullable String region,
        @Nullable String serviceTier,
        boolean batch,
        boolean streamed) {

    /** The model to price: the one served, or the one asked for when nothing was served. */
    public String modelPriced() {
        return modelServed == null ? modelRequested : modelServed;
    }
}
