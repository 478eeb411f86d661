package io.millrace.sinks.query;

/**
 * What providers' caches did.
 *
 * @param inputTokens all of them
 * @param readTokens those of them read from a cache
 * @param savedNanoUsd what the tokens of the caches would have cost as plain input, less what they cost
 */
public record CacheLine(long inputTokens, long readTokens, long savedNanoUsd) {}
