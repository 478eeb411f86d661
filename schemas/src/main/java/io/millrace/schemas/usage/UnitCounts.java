package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * Counters of what is billed otherwise than by token, each 0 to {@link TokenCounts#COUNT_MAX}; null is "not reported".
 *
 * @param images images made
 * @param mediaMillis length of audio or video, milliseconds
 * @param characters characters read or spoken
 * @param searches web or file searches
 */
public record UnitCounts(
        @Nullable Long images,
        @Nullable Long mediaMillis,
        @Nullable Long characters,
        @Nullable Long searches) {
    public static final UnitCounts NONE = new UnitCounts(null, null, null, null);

    public UnitCounts {
        require("images", images);
        require("media_millis", mediaMillis);
        require("characters", characters);
        require("searches", searches);
    }

    private static void require(String field, @Nullable Long count) {
        if (count != null && (count < 0 || count > TokenCounts.COUNT_MAX)) {
            throw Expected.illegal("usage.units." + field, count, "0 to " + TokenCounts.COUNT_MAX);
        }
    }
}
