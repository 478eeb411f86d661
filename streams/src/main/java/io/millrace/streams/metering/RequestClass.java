package io.millrace.streams.metering;

import org.jspecify.annotations.Nullable;

/**
 * What of a request selects among the rates of a component.
 *
 * @param inputTotal its whole input, cached included, tokens
 * @param serviceTier null is the standard tier
 * @param offPeak whether it ended within an off-peak window of the price
 */
record RequestClass(long inputTotal, @Nullable String serviceTier, boolean batch, boolean offPeak) {}
