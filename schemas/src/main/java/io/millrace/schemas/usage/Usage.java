package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One model call, valid by construction: a record that breaks a rule of the contract cannot be built. */
public record Usage(
        UUID eventId,
        Attribution attribution,
        ModelCall call,
        TokenCounts tokens,
        UnitCounts units,
        UsageSource usageSource,
        Timing timing,
        Result result,
        @Nullable Attempt attempt,
        CredentialMode credentialMode,
        @Nullable Long statedCostNanoUsd,
        @Nullable UUID corrects,
        @Nullable Long decisionVersion,
        @Nullable Origin origin,
        Map<String, String> metadata) {
    public static final int METADATA_ENTRIES_MAX = 32;
    public static final int METADATA_BYTES_MAX = 8 * 1024;
    private static final int UUID_VERSION = 7;

    public Usage {
        if (eventId.version() != UUID_VERSION) {
            throw Expected.illegal("usage.event_id", eventId, "a UUIDv7");
        }
        if (result.outcome() == Outcome.SUCCESS && call.modelServed() == null) {
            throw Expected.illegal("usage.call.model_served", null, "the served model when the outcome is SUCCESS");
        }
        requireBounded(metadata);
        metadata = Map.copyOf(metadata);
    }

    public String workspaceId() {
        return attribution.workspaceId();
    }

    public long occurredAtMicros() {
        return timing.occurredAtMicros();
    }

    /** The value of a dimension on this call; null where the call has none. */
    public @Nullable String valueOf(Dimension dimension) {
        return switch (dimension) {
            case WORKSPACE -> attribution.workspaceId();
            case TEAM -> attribution.teamId();
            case USER -> attribution.userPseudonym();
            case API_KEY -> attribution.apiKeyId();
            case FEATURE -> attribution.feature();
            case MODEL -> call.modelPriced();
            case PROVIDER -> call.provider();
            case ENVIRONMENT -> attribution.environment();
            case SESSION -> attribution.sessionId();
            case CLIENT_IP -> attribution.clientIpPseudonym();
        };
    }

    private static void requireBounded(Map<String, String> metadata) {
        if (metadata.size() > METADATA_ENTRIES_MAX) {
            throw Expected.illegal("usage.metadata entries", metadata.size(), "<= " + METADATA_ENTRIES_MAX);
        }
        int length = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            length += entry.getKey().length() + entry.getValue().length();
        }
        if (length > METADATA_BYTES_MAX) {
            throw Expected.illegal("usage.metadata characters", length, "<= " + METADATA_BYTES_MAX);
        }
    }
}
