package io.millrace.client.adapter;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import org.jspecify.annotations.Nullable;

/**
 * Cache writes by lifetime. A stated split is used alone; a total without a split is written for 5 minutes, the default
 * lifetime (semantics of cost, LiteLLM). A split that does not sum up to the stated total is reported.
 */
record WriteSplit(@Nullable Long write5m, @Nullable Long write1h, String name5m, String name1h) {

    static WriteSplit of(RawUsage raw) {
        Long total = raw.number(Slot.CACHE_WRITE);
        Long write5m = raw.number(Slot.CACHE_WRITE_5M);
        Long write1h = raw.number(Slot.CACHE_WRITE_1H);
        long split = orZero(write5m) + orZero(write1h);
        boolean stated = write5m != null || write1h != null;
        if (stated && total != null && split != total) {
            raw.findings().contradiction(raw.name(Slot.CACHE_WRITE), total, "= the sum by lifetime " + split);
        }
        boolean useTotal = !stated || (split == 0 && orZero(total) > 0);
        return useTotal
                ? new WriteSplit(total, null, raw.name(Slot.CACHE_WRITE), raw.name(Slot.CACHE_WRITE_1H))
                : new WriteSplit(write5m, write1h, raw.name(Slot.CACHE_WRITE_5M), raw.name(Slot.CACHE_WRITE_1H));
    }
}
