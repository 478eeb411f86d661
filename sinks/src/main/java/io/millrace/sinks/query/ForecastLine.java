package io.millrace.sinks.query;

import org.jspecify.annotations.Nullable;

/** Charge of the month at its end, in nano-USD, with an 80 % interval; null where too little is known. */
public record ForecastLine(
        long spentNanoUsd,
        @Nullable Long expectedNanoUsd,
        @Nullable Long lowNanoUsd,
        @Nullable Long highNanoUsd) {}
