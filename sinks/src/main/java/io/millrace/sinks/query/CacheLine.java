package io.millrace.sinks.query;

/**
 * What providers' caches did.
 *
 * @param inputTokens all of them
 * @param readTokens those of them read from a cache
 * @param savedNanoUsd what the tokens of the caches would have cost as plain input, less what they cost
 * @param unvaluedTokens those of the caches that are not in it, since no rate to compare with is known
 */
public record CacheLine(long inputTokens, long readTokens, long savedNanoUsd, long unvaluedTokens) {}
