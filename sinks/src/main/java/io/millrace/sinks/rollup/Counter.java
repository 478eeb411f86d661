package io.millrace.sinks.rollup;

import java.util.Locale;

/** The sums of a rollup, in the order of their columns. Tokens, nano-USD or calls, as the name says. */
public enum Counter {
    REQUESTS,
    ERRORS,
    TIMEOUTS,
    CANCELLED,
    PARTIAL,
    REFUSED,
    UNPRICED,
    INPUT_TOKENS,
    INPUT_UNCACHED_TOKENS,
    CACHE_READ_TOKENS,
    CACHE_WRITE_TOKENS,
    OUTPUT_TOKENS,
    REASONING_TOKENS,
    COST_NANO_USD,
    CHARGE_NANO_USD,
    /** May be below 0: writing to a cache costs more than plain input. */
    CACHE_SAVING_NANO_USD,
    /** Tokens of the cache classes that are not in the saving. */
    CACHE_UNVALUED_TOKENS;

    /** Name of its column in each of the rollup tables. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
