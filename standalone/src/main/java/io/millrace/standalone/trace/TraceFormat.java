package io.millrace.standalone.trace;

import io.millrace.schemas.error.MillraceException;

/** The formats of traces that can be read. */
public enum TraceFormat {
    /** CSV of TIMESTAMP (UTC, up to nine decimals), ContextTokens, GeneratedTokens; one line per call. */
    AZURE("azure"),
    /**
     * JSON lines of timestamp (ms from the start), input_length, output_length and hash_ids (ids of 512-token prompt
     * blocks). Cached input is the longest prefix of blocks seen in earlier calls, times 512, capped at input_length:
     * an unbounded cache.
     */
    MOONCAKE("mooncake"),
    /**
     * CSV of client, window_start_s, requests_per_s, cv: arrival rates only. A seeded generator turns them into calls
     * (gamma inter-arrival times of that cv) and draws the token counts, which the trace does not have.
     */
    SERVEGEN("servegen");

    private final String label;

    TraceFormat(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** Reads {@link #label()} back. */
    public static TraceFormat parse(String text) {
        for (TraceFormat format : values()) {
            if (format.label.equals(text)) {
                return format;
            }
        }
        throw MillraceException.user("TRACE_FORMAT", "trace format", text, "azure, mooncake or servegen");
    }
}
