package io.millrace.sinks.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Personal;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.sinks.rollup.UsageRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of usage_event, and a row of it in their order. */
final class UsageEventTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the order in which {@link #write} writes them. */
    private static final String COLUMNS = String.join(
            ", ",
            "event_id",
            "published_at, occurred_at, latency_micros, first_token_micros, gateway_overhead_micros, queue_micros",
            "workspace_id, team_id, user_pseudonym, api_key_id, key_kind, client_ip_pseudonym, feature, environment",
            "session_id, source_label",
            "operation, provider, model, model_requested, deployment, region, service_tier, batch, streamed",
            "gateway_cache_hit",
            "input_tokens, input_uncached_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens",
            "output_tokens, reasoning_tokens, audio_input_tokens, image_input_tokens, video_input_tokens",
            "audio_output_tokens, image_output_tokens",
            "images, media_millis, characters, searches",
            "outcome, http_status, error_type, provider_response_id",
            "operation_id, attempt, gateway_id, gateway_epoch_micros, gateway_sequence",
            "usage_source, credential_mode, stated_cost_nano_usd, corrects",
            "decision_dimension, decision_value, decision_version, metadata",
            "ingested_at, priced, price_id, price_version, cost_nano_usd, charge_nano_usd",
            "cache_saving_nano_usd, other_dimensions",
            "personal_subject, personal");

    private static final int FIELDS = COLUMNS.split(",", -1).length;

    static final List<String> STAGE = List.of("create temporary table usage_stage on commit delete rows as"
            + " select 0 as ordinal, usage_event.* from usage_event with no data");
    static final String COPY = "copy usage_stage (ordinal, " + COLUMNS + ") from stdin (format binary)";
    /** Into the table itself: refused as a whole when one row is known. */
    static final String COPY_STRAIGHT = "copy usage_event (" + COLUMNS + ") from stdin (format binary)";
    /** Adds what is new and answers the ordinals of what was there before. */
    static final String INSERT = "with added as (insert into usage_event (" + COLUMNS + ") select " + COLUMNS
            + " from usage_stage order by ordinal on conflict do nothing returning event_id, occurred_at)"
            + " select ordinal from usage_stage left join added using (event_id, occurred_at)"
            + " where added.event_id is null";

    private UsageEventTable() {}

    /** A row of the staging table: the ordinal comes first. */
    static void writeStaged(CopyBuffer to, int ordinal, UsageRow row) {
        to.startRow(FIELDS + 1);
        to.integer(ordinal);
        writeColumns(to, row);
    }

    /** A row of the table itself, which has no ordinal. */
    static void write(CopyBuffer to, int ordinal, UsageRow row) {
        to.startRow(FIELDS);
        writeColumns(to, row);
    }

    private static void writeColumns(CopyBuffer to, UsageRow row) {
        Usage usage = row.usage();
        to.uuid(usage.eventId());
        write(to, usage.timing());
        write(to, usage.attribution());
        write(to, usage.call());
        write(to, usage.tokens());
        write(to, usage.units());
        write(to, usage.result());
        write(to, usage.attempt());
        write(to, usage.origin());
        to.text(usage.usageSource().name());
        to.text(usage.credentialMode().name());
        to.bigint(usage.statedCostNanoUsd());
        to.uuid(usage.corrects());
        write(to, usage.decision());
        to.jsonb(json(usage.metadata()));
        writeRating(to, row);
        write(to, usage.personal());
    }

    private static void write(CopyBuffer to, @Nullable Personal personal) {
        to.text(personal == null ? null : personal.subject());
        to.bytea(personal == null ? null : personal.sealed());
    }

    private static void writeRating(CopyBuffer to, UsageRow row) {
        to.timestamp(row.ingestedAtMicros());
        to.bool(row.priced());
        to.text(row.priceId());
        to.integer(row.priceVersion());
        to.bigint(row.costNanoUsd());
        to.bigint(row.chargeNanoUsd());
        to.bigint(row.cacheSavingNanoUsd());
        to.integer(row.otherDimensions());
    }

    private static void write(CopyBuffer to, Timing timing) {
        to.timestamp(timing.publishedAtMicros());
        to.timestamp(timing.occurredAtMicros());
        to.bigint(timing.latencyMicros());
        to.bigint(timing.firstTokenMicros());
        to.bigint(timing.gatewayOverheadMicros());
        to.bigint(timing.queueMicros());
    }

    private static void write(CopyBuffer to, Attribution attribution) {
        to.text(attribution.workspaceId());
        to.text(attribution.teamId());
        to.text(attribution.userPseudonym());
        to.text(attribution.apiKeyId());
        to.text(attribution.keyKind().name());
        to.text(attribution.clientIpPseudonym());
        to.text(attribution.feature());
        to.text(attribution.environment());
        to.text(attribution.sessionId());
        to.text(attribution.sourceLabel());
    }

    private static void write(CopyBuffer to, ModelCall call) {
        to.text(call.operation().name());
        to.text(call.provider());
        to.text(call.modelPriced());
        to.text(call.modelRequested());
        to.text(call.deployment());
        to.text(call.region());
        to.text(call.serviceTier());
        to.bool(call.batch());
        to.bool(call.streamed());
        to.bool(call.gatewayCacheHit());
    }

    private static void write(CopyBuffer to, TokenCounts tokens) {
        to.bigint(tokens.inputTotal());
        to.bigint(tokens.inputUncached());
        to.bigint(tokens.cacheRead());
        to.bigint(tokens.cacheWrite5m());
        to.bigint(tokens.cacheWrite1h());
        to.bigint(tokens.outputTotal());
        to.bigint(tokens.reasoning());
        to.bigint(tokens.audioInput());
        to.bigint(tokens.imageInput());
        to.bigint(tokens.videoInput());
        to.bigint(tokens.audioOutput());
        to.bigint(tokens.imageOutput());
    }

    private static void write(CopyBuffer to, UnitCounts units) {
        to.bigint(units.images());
        to.bigint(units.mediaMillis());
        to.bigint(units.characters());
        to.bigint(units.searches());
    }

    private static void write(CopyBuffer to, Result result) {
        to.text(result.outcome().name());
        to.integer(result.httpStatus());
        to.text(result.errorType());
        to.text(result.providerResponseId());
    }

    private static void write(CopyBuffer to, @Nullable Attempt attempt) {
        to.text(attempt == null ? null : attempt.operationId());
        to.integer(attempt == null ? null : (Integer) attempt.number());
    }

    private static void write(CopyBuffer to, @Nullable DecisionReference decision) {
        to.text(decision == null ? null : decision.dimension().name());
        to.text(decision == null ? null : decision.value());
        to.bigint(decision == null ? null : (Long) decision.version());
    }

    private static void write(CopyBuffer to, @Nullable Origin origin) {
        to.text(origin == null ? null : origin.gatewayId());
        to.bigint(origin == null ? null : (Long) origin.epochMicros());
        to.bigint(origin == null ? null : (Long) origin.sequence());
    }

    private static @Nullable String json(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        try {
            return JSON.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata: " + metadata.size() + " texts (expected: JSON takes any)", e);
        }
    }
}
