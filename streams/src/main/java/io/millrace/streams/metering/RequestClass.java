package io.millrace.streams.metering;

import org.jspecify.annotations.Nullable;

/** What of a request selects among the rates of a component: its whole input in tokens, its tier, whether it is batch. */
record RequestClass(long inputTotal, @Nullable String serviceTier, boolean batch) {}
