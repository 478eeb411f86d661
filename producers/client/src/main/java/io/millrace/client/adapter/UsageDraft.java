package io.millrace.client.adapter;

import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.Usage;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call as another gateway or tracer recorded it: all of a {@link Usage} but its workspace. Immutable.
 *
 * @param sourceId id of the call where it was recorded; null when it had none
 * @param organizationId with the team and key, what a caller maps to a workspace
 * @param apiKeyId a hash or a pseudonym, never a key
 * @param userPseudonym {@code <key id>.<22 base64url characters>}
 */
public record UsageDraft(
        @Nullable String sourceId,
        @Nullable String organizationId,
        @Nullable String teamId,
        @Nullable String apiKeyId,
        @Nullable String userPseudonym,
        @Nullable String sessionId,
        ModelCall call,
        AdaptedUsage usage,
        Timing timing,
        Result result,
        @Nullable Attempt attempt) {
    /**
     * The same id for the same call however often it is delivered: a UUIDv7 of the call's end (or start) and a hash of its
     * source id. Null when it has no source id: then the caller must make one, once.
     */
    public @Nullable UUID eventId() {
        return sourceId == null ? null : DerivedEventId.of(timing.occurredAtMicros(), sourceId);
    }

    /**
     * The record to publish.
     *
     * @throws IllegalArgumentException when the event id is not a UUIDv7 or the workspace id breaks its rule
     */
    public Usage toUsage(UUID eventId, String workspaceId) {
        return new Usage(
                eventId,
                new Attribution(
                        workspaceId,
                        teamId,
                        userPseudonym,
                        apiKeyId,
                        KeyKind.UNKNOWN,
                        null,
                        null,
                        null,
                        sessionId,
                        null),
                call,
                usage.tokens(),
                usage.units(),
                usage.source(),
                timing,
                result,
                attempt,
                usage.credentialMode() == null ? CredentialMode.PLATFORM : usage.credentialMode(),
                usage.statedCostNanoUsd(),
                null,
                null,
                null,
                Map.of());
    }
}
