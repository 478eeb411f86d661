package io.millrace.schemas.usage;

import org.jspecify.annotations.Nullable;

/** How a call ended; the error type is a class name, never a text. */
public record Result(
        Outcome outcome,
        @Nullable Integer httpStatus,
        @Nullable String errorType) {
    public static final Result SUCCESS = new Result(Outcome.SUCCESS, 200, null);
}
