package io.millrace.sinks.rollup;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import java.util.Arrays;

/**
 * What calls add up to. Sums are exact; one beyond a long is an {@link ArithmeticException}. A count that was not
 * reported adds nothing, and input whose cache classes were not reported counts as uncached, so that uncached + read +
 * written = input. Not thread-safe.
 */
public final class Rollup {
    private static final Counter[] COUNTERS = Counter.values();

    private final long[] sums = new long[COUNTERS.length];
    private final LatencyHistogram latency = new LatencyHistogram();
    private final LatencyHistogram firstToken = new LatencyHistogram();

    public void add(UsageRow row) {
        add(Counter.REQUESTS, 1);
        addOutcome(row.usage().result().outcome());
        if (!row.priced()) {
            add(Counter.UNPRICED, 1);
        }
        addTokens(row.usage().tokens());
        add(Counter.COST_NANO_USD, row.costNanoUsd());
        add(Counter.CHARGE_NANO_USD, row.chargeNanoUsd());
        addSaving(row);
        addTiming(row.usage().timing());
    }

    public void merge(Rollup other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(sums[i], other.sums[i]);
        }
        latency.merge(other.latency);
        firstToken.merge(other.firstToken);
    }

    public long sum(Counter counter) {
        return sums[slot(counter)];
    }

    /** Durations of whole calls. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** Durations until the first token. */
    public LatencyHistogram firstToken() {
        return firstToken;
    }

    private void addOutcome(Outcome outcome) {
        switch (outcome) {
            case ERROR -> add(Counter.ERRORS, 1);
            case TIMEOUT -> add(Counter.TIMEOUTS, 1);
            case CANCELLED -> add(Counter.CANCELLED, 1);
            case PARTIAL -> add(Counter.PARTIAL, 1);
            case REFUSED -> add(Counter.REFUSED, 1);
            case SUCCESS, UNKNOWN -> {}
        }
    }

    private void addTokens(TokenCounts tokens) {
        add(Counter.INPUT_TOKENS, orZero(tokens.inputTotal()));
        add(Counter.INPUT_UNCACHED_TOKENS, tokens.uncachedOrTotal());
        add(Counter.CACHE_READ_TOKENS, orZero(tokens.cacheRead()));
        add(Counter.CACHE_WRITE_TOKENS, written(tokens));
        add(Counter.OUTPUT_TOKENS, orZero(tokens.outputTotal()));
        add(Counter.REASONING_TOKENS, orZero(tokens.reasoning()));
    }

    private static long written(TokenCounts tokens) {
        return orZero(tokens.cacheWrite5m()) + orZero(tokens.cacheWrite1h());
    }

    private void addSaving(UsageRow row) {
        Long saving = row.cacheSavingNanoUsd();
        if (saving == null) {
            TokenCounts tokens = row.usage().tokens();
            add(Counter.CACHE_UNVALUED_TOKENS, orZero(tokens.cacheRead()) + written(tokens));
        } else {
            add(Counter.CACHE_SAVING_NANO_USD, saving);
        }
    }

    private void addTiming(Timing timing) {
        if (timing.latencyMicros() != null) {
            latency.record(timing.latencyMicros());
        }
        if (timing.firstTokenMicros() != null) {
            firstToken.record(timing.firstTokenMicros());
        }
    }

    private void add(Counter counter, long value) {
        int slot = slot(counter);
        sums[slot] = Math.addExact(sums[slot], value);
    }

    // The slots live as long as the object; nothing that is stored depends on the order.
    @SuppressWarnings("EnumOrdinal")
    private static int slot(Counter counter) {
        return counter.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rollup that
                && Arrays.equals(sums, that.sums)
                && latency.equals(that.latency)
                && firstToken.equals(that.firstToken);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(sums) + latency.hashCode()) + firstToken.hashCode();
    }

    @Override
    public String toString() {
        return "Rollup[sums=" + Arrays.toString(sums) + ", latency=" + latency + ", firstToken=" + firstToken + "]";
    }
}
