package io.millrace.standalone.trace;

/**
 * One call of a trace.
 *
 * @param offsetMicros since the first call of the trace, microseconds
 * @param inputTokens the whole input, cached included
 * @param cachedTokens the part of the input that was read from a cache
 * @param client number of the caller; {@link #NO_CLIENT} where the trace does not tell callers apart
 */
public record TraceCall(long offsetMicros, long inputTokens, long cachedTokens, long outputTokens, int client) {
    public static final int NO_CLIENT = -1;
}
