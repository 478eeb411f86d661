package io.millrace.standalone.audit;

/** What is summed wherever calls are kept: records, tokens, nano-USD. */
public record Sums(
        long records, long inputTokens, long outputTokens, long cachedTokens, long costNanoUsd, long chargeNanoUsd) {
    public static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0);

    Sums plus(Sums other) {
        return new Sums(
                Math.addExact(records, other.records),
                Math.addExact(inputTokens, other.inputTokens),
                Math.addExact(outputTokens, other.outputTokens),
                Math.addExact(cachedTokens, other.cachedTokens),
                Math.addExact(costNanoUsd, other.costNanoUsd),
                Math.addExact(chargeNanoUsd, other.chargeNanoUsd));
    }
}
