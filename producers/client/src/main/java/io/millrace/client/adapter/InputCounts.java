package io.millrace.client.adapter;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/** The input side, disjoint and with its inclusive total. */
record InputCounts(
        @Nullable Long total,
        @Nullable Long uncached,
        @Nullable Long read,
        @Nullable Long write5m,
        @Nullable Long write1h) {

    static InputCounts of(RawUsage raw, Convention.Input convention) {
        WriteSplit writes = WriteSplit.of(raw);
        return convention == Convention.Input.INCLUSIVE ? inclusive(raw, writes) : exclusive(raw, writes);
    }

    /** The total is stated; cache counts are taken from it in the order read, 5-minute write, 1-hour write. */
    private static InputCounts inclusive(RawUsage raw, WriteSplit writes) {
        Long total = sum(raw.number(Slot.INPUT), raw.number(Slot.TOOL_INPUT));
        if (total != null && total > TokenCounts.COUNT_MAX) {
            raw.findings().badValue(raw.name(Slot.TOOL_INPUT), raw.number(Slot.TOOL_INPUT), "within the input total");
            total = raw.number(Slot.INPUT);
        }
        TokenBudget budget = new TokenBudget(raw, Slot.INPUT, total);
        Long read = hitsAndMissesAgree(raw) ? budget.take(Slot.CACHE_READ) : null;
        Long write5m = budget.take(writes.name5m(), writes.write5m());
        Long write1h = budget.take(writes.name1h(), writes.write1h());
        boolean nothingKept = read == null && write5m == null && write1h == null;
        boolean unknown = total == null || (nothingKept && (budget.refused() || raw.number(Slot.CACHE_READ) != null));
        return new InputCounts(total, unknown ? null : Long.valueOf(budget.left()), read, write5m, write1h);
    }

    /** The total is the sum of what is stated. */
    private static InputCounts exclusive(RawUsage raw, WriteSplit writes) {
        TokenBudget budget = new TokenBudget(raw, Slot.INPUT, TokenCounts.COUNT_MAX);
        Long uncached = budget.take(Slot.INPUT);
        Long read = budget.take(Slot.CACHE_READ);
        Long write5m = budget.take(writes.name5m(), writes.write5m());
        Long write1h = budget.take(writes.name1h(), writes.write1h());
        Long total = sum(sum(uncached, read), sum(write5m, write1h));
        if (uncached == null && orZero(total) > 0) {
            raw.findings().add(Finding.Kind.MISSING, "input_tokens", null, "a count beside the cache counts " + total);
        }
        return new InputCounts(total, uncached, read, write5m, write1h);
    }

    private static boolean hitsAndMissesAgree(RawUsage raw) {
        Long input = raw.number(Slot.INPUT);
        Long read = raw.number(Slot.CACHE_READ);
        Long miss = raw.number(Slot.CACHE_MISS);
        if (input == null || read == null || miss == null || read + miss == input) {
            return true;
        }
        raw.findings()
                .contradiction(
                        raw.name(Slot.CACHE_MISS),
                        miss,
                        raw.shortName(Slot.INPUT) + ' ' + input + " - " + raw.shortName(Slot.CACHE_READ) + ' ' + read);
        return false;
    }

    static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(a + b);
    }
}
