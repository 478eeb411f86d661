package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.rule.Utf8;
import io.millrace.schemas.scope.Dimension;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One model call, valid by construction: a record that breaks a rule of the contract cannot be built. Immutable.
 *
 * @param eventId the identity of the record: a UUIDv7 made at the gateway before dispatch
 * @param attribution who caused it
 * @param call what was called; the served model is there when the outcome is SUCCESS
 * @param tokens none above 0 when the gateway answered from its own cache
 * @param units other counters
 * @param usageSource where the counts come from
 * @param timing when, and how long
 * @param result how it ended
 * @param attempt its place among retries; null for a call of its own
 * @param credentialMode whose provider credential paid
 * @param statedCostNanoUsd cost as the gateway states it, for comparison only; nano-USD, 0 to 1,000,000 USD, null for none
 * @param corrects event id of the record this one corrects, a UUIDv7 of another record; null for none
 * @param decision the decision the gateway acted on; null when none constrained the call
 * @param origin which gateway said so; null when not known
 * @param metadata at most 32 entries and 8 KiB of UTF-8, keys and values together
 * @param personal what a gateway sealed of session and metadata; null where it sealed nothing
 */
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
        @Nullable DecisionReference decision,
        @Nullable Origin origin,
        Map<String, String> metadata,
        @Nullable Personal personal) {
    public static final int METADATA_ENTRIES_MAX = 32;
    public static final int METADATA_BYTES_MAX = 8 * 1024;
    /** More than any one call costs. */
    public static final long STATED_COST_NANO_USD_MAX = 1_000_000 * Money.NANO_PER_USD;

    public Usage {
        Require.uuid7("usage.event_id", eventId);
        if (result.outcome() == Outcome.SUCCESS && call.modelServed() == null) {
            throw Expected.illegal("usage.call.model_served", null, "the served model when the outcome is SUCCESS");
        }
        if (call.gatewayCacheHit() && tokens.total() > 0) {
            throw Expected.illegal(
                    "usage.tokens", tokens.total(), "none where call.gateway_cache_hit: the provider was not called");
        }
        Require.betweenOrNull("usage.stated_cost_nano_usd", statedCostNanoUsd, 0, STATED_COST_NANO_USD_MAX);
        if (corrects != null && Require.uuid7("usage.corrects", corrects).equals(eventId)) {
            throw Expected.illegal("usage.corrects", corrects, "the event id of another record");
        }
        if (!metadata.isEmpty()) {
            requireBounded(metadata);
        }
        metadata = Map.copyOf(metadata);
    }

    /** A record of which nothing is sealed. */
    public Usage(
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
            @Nullable DecisionReference decision,
            @Nullable Origin origin,
            Map<String, String> metadata) {
        this(
                eventId,
                attribution,
                call,
                tokens,
                units,
                usageSource,
                timing,
                result,
                attempt,
                credentialMode,
                statedCostNanoUsd,
                corrects,
                decision,
                origin,
                metadata,
                null);
    }

    /** The same call with other words about persons in it. */
    public Usage withPersonal(
            Attribution by,
            @Nullable DecisionReference basis,
            Map<String, String> clear,
            @Nullable Personal sealed) {
        return new Usage(
                eventId,
                by,
                call,
                tokens,
                units,
                usageSource,
                timing,
                result,
                attempt,
                credentialMode,
                statedCostNanoUsd,
                corrects,
                basis,
                origin,
                clear,
                sealed);
    }

    public String workspaceId() {
        return attribution.workspaceId();
    }

    public long occurredAtMicros() {
        return timing.occurredAtMicros();
    }

    /** Version of the decision the gateway acted on; null when none constrained the call. */
    public @Nullable Long decisionVersion() {
        return decision == null ? null : (Long) decision.version();
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
        long bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += Utf8.length(entry.getKey()) + Utf8.length(entry.getValue());
        }
        if (bytes > METADATA_BYTES_MAX) {
            throw Expected.illegal("usage.metadata bytes of UTF-8", bytes, "<= " + METADATA_BYTES_MAX);
        }
    }
}
