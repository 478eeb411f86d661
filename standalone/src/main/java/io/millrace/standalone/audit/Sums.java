package io.millrace.standalone.audit;

/** What is summed wherever calls are kept: records, tokens, nano-USD. */
public record Sums(
        long records, long inputTokens, long outputTokens, long cachedTokens, long costNanoUsd, long chargeNanoUsd) {
    public static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0);

    Sums minus(Sums other) {
        return new Sums(
                Math.subtractExact(records, other.records),
                Math.subtractExact(inputTokens, other.inputTokens),
                Math.subtractExact(outputTokens, other.outputTokens),
                Math.subtractExact(cachedTokens, other.cachedTokens),
                Math.subtractExact(costNanoUsd, other.costNanoUsd),
                Math.subtractExact(chargeNanoUsd, other.chargeNanoUsd));
    }

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
