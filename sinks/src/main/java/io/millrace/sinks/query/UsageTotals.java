package io.millrace.sinks.query;

/** Sums over one table: calls, tokens (cached ones are those read from a cache) and nano-USD. */
public record UsageTotals(
        long records, long inputTokens, long outputTokens, long cachedTokens, long costNanoUsd, long chargeNanoUsd) {}
