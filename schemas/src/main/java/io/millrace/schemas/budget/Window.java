package io.millrace.schemas.budget;

import org.jspecify.annotations.Nullable;

/** A half-open span [startMicros, endMicros), microseconds since the epoch; a null end never comes. */
public record Window(long startMicros, @Nullable Long endMicros) {
    public boolean endsBy(long micros) {
        return endMicros != null && endMicros <= micros;
    }
}
