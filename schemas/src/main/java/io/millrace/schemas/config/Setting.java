package io.millrace.schemas.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that was asked for. Immutable.
 *
 * @param rule what a value must be
 * @param fallback what is taken where nothing is given; null where it must be given
 * @param value in force, as a text; {@code [redacted]} for a secret; null where it is missing
 * @param origin where the value is from, such as {@code variable MILLRACE_STREAMS_THREADS} or {@code default}
 */
public record Setting(
        String key,
        String rule,
        @Nullable String fallback,
        @Nullable String value,
        String origin) {
    static final String DEFAULT = "default";
}
