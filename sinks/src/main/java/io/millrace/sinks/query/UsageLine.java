package io.millrace.sinks.query;

/**
 * Calls and tokens of one value; the empty text is "none".
 *
 * @param failures calls that ended otherwise than with SUCCESS or UNKNOWN
 */
public record UsageLine(
        String value,
        long requests,
        long failures,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long reasoningTokens) {}
