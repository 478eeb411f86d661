package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/** Counters of what is billed otherwise than by token: images, milliseconds of media, characters, searches. */
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
