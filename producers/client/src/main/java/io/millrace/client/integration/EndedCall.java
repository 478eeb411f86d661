package io.millrace.client.integration;

import io.millrace.client.adapter.AdaptedUsage;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a listener saw of a call that ended: numbers and identifiers, no prompt and no completion. Immutable.
 *
 * @param provider canonical lower-case name
 * @param modelRequested null when the library does not tell
 * @param modelServed null when nothing answered, or the library does not tell
 * @param usage counts of the answer; null when there was none
 * @param error what ended the call; null when it ended well
 * @param httpStatus of the provider's answer; null when the library does not tell
 * @param providerResponseId the provider's own id of its answer
 */
public record EndedCall(
        Operation operation,
        String provider,
        @Nullable String modelRequested,
        @Nullable String modelServed,
        boolean streamed,
        @Nullable AdaptedUsage usage,
        Outcome outcome,
        @Nullable Throwable error,
        @Nullable Integer httpStatus,
        @Nullable String providerResponseId) {}
