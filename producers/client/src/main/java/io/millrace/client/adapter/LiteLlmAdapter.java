package io.millrace.client.adapter;

import static io.millrace.client.adapter.Scalar.COUNT;
import static io.millrace.client.adapter.Scalar.EPOCH_SECONDS;
import static io.millrace.client.adapter.Scalar.FLAG;
import static io.millrace.client.adapter.Scalar.MILLIS_AS_MICROS;
import static io.millrace.client.adapter.Scalar.NAME;
import static io.millrace.client.adapter.Scalar.PERSONAL;
import static io.millrace.client.adapter.Scalar.SECONDS_AS_MILLIS;
import static io.millrace.client.adapter.Scalar.USD;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.TokenCounts;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads LiteLLM's StandardLoggingPayload (docs.litellm.ai/docs/proxy/logging_spec). Never read: messages, response, error
 * texts, request headers, addresses, and hidden_params but its overhead. Its counts include the cache.
 * {@code response_time} is not used: for a streamed answer it is the time to the first token.
 * Stateless and thread-safe if the pseudonym function is; no method throws on bad input.
 */
public final class LiteLlmAdapter {
    private static final String USAGE = "metadata.usage_object";
    private static final FieldTable TABLE = table();
    private static final Convention CONVENTION =
            new Convention(Convention.Input.INCLUSIVE, Convention.Reasoning.TOTAL_ELSE_INSIDE);
    /** Passed on as Perplexity states it. */
    private static final Convention PERPLEXITY =
            new Convention(Convention.Input.INCLUSIVE, Convention.Reasoning.BESIDE_TOTAL);

    private final Pseudonyms pseudonyms;

    /** @param pseudonym makes {@code <key id>.<22 base64url characters>} of what names a person */
    public LiteLlmAdapter(UnaryOperator<String> pseudonym) {
        pseudonyms = new Pseudonyms(pseudonym);
    }

    /** @param receivedAtMicros stands in for a missing endTime, microseconds since the epoch */
    public UsageDraft adapt(byte[] json, long receivedAtMicros) {
        return draft(JsonPicker.pick(JsonSource.of(json), TABLE.body()), receivedAtMicros);
    }

    public UsageDraft adapt(String json, long receivedAtMicros) {
        return draft(JsonPicker.pick(JsonSource.of(json), TABLE.body()), receivedAtMicros);
    }

    public UsageDraft adapt(JsonNode json, long receivedAtMicros) {
        return draft(JsonPicker.pick(JsonSource.of(json), TABLE.body()), receivedAtMicros);
    }

    private UsageDraft draft(RawUsage raw, long receivedAtMicros) {
        String user = pseudonyms.of(raw, Slot.END_USER, Slot.USER);
        String apiKey = pseudonyms.ofKeyHash(raw);
        var timing = DraftTimes.of(raw, receivedAtMicros);
        AdaptedUsage usage = usage(raw);
        Result result = result(raw, usage);
        return new UsageDraft(
                raw.text(Slot.SOURCE_ID),
                raw.text(Slot.ORGANIZATION),
                raw.text(Slot.TEAM),
                apiKey,
                user,
                null,
                call(raw, usage, result),
                usage,
                timing,
                result,
                attempt(raw));
    }

    /** Zeros that no usage object stands behind are LiteLLM's way to say that nothing was reported. */
    private static AdaptedUsage usage(RawUsage raw) {
        AdaptedUsage usage = Assembler.assemble(raw, convention(raw));
        boolean reported =
                raw.name(Slot.INPUT).startsWith(USAGE) || raw.name(Slot.OUTPUT).startsWith(USAGE);
        boolean empty = usage.tokens().total() == 0 && (!reported || failed(raw));
        return raw.flag(Slot.GATEWAY_CACHE_HIT) || (empty && !unitsCounted(usage)) ? usage.withoutCounts() : usage;
    }

    private static Convention convention(RawUsage raw) {
        return provider(raw.text(Slot.PROVIDER)).equals("perplexity") ? PERPLEXITY : CONVENTION;
    }

    private static boolean unitsCounted(AdaptedUsage usage) {
        return TokenCounts.orZero(usage.units().images()) > 0
                || TokenCounts.orZero(usage.units().mediaMillis()) > 0
                || TokenCounts.orZero(usage.units().characters()) > 0
                || TokenCounts.orZero(usage.units().searches()) > 0;
    }

    private static boolean failed(RawUsage raw) {
        return "failure".equals(raw.text(Slot.STATUS));
    }

    private static Result result(RawUsage raw, AdaptedUsage usage) {
        String code = raw.text(Slot.ERROR_CODE);
        Long status = code == null ? null : Scalar.HTTP_STATUS.number(code);
        Integer httpStatus = status == null ? null : Integer.valueOf(Math.toIntExact(status));
        boolean intervened = "guardrail_intervened".equals(raw.text(Slot.GUARDRAIL));
        if (failed(raw)) {
            Outcome outcome = intervened ? Outcome.REFUSED : Outcomes.ofError(raw.text(Slot.ERROR_CLASS), usage);
            return new Result(outcome, httpStatus, raw.text(Slot.ERROR_CLASS), usage.providerResponseId());
        }
        return new Result(
                raw.text(Slot.STATUS) == null ? Outcome.UNKNOWN : intervened ? Outcome.REFUSED : Outcome.SUCCESS,
                null,
                null,
                usage.providerResponseId());
    }

    private static ModelCall call(RawUsage raw, AdaptedUsage usage, Result result) {
        String model = raw.text(Slot.MODEL);
        String group = raw.text(Slot.MODEL_REQUESTED);
        String requested = group != null ? group : model != null ? model : "unknown";
        boolean answered = result.outcome() == Outcome.SUCCESS || usage.tokens().total() > 0;
        return new ModelCall(
                Operations.ofLiteLlm(raw.text(Slot.OPERATION)),
                provider(raw.text(Slot.PROVIDER)),
                requested,
                answered ? model != null ? model : requested : null,
                raw.text(Slot.DEPLOYMENT),
                usage.region(),
                usage.serviceTier(),
                usage.batch() || Operations.batch(raw.text(Slot.OPERATION)),
                raw.flag(Slot.STREAMED),
                raw.flag(Slot.GATEWAY_CACHE_HIT));
    }

    private static String provider(@Nullable String stated) {
        return stated == null ? "unknown" : UsageAdapters.canonicalProvider(stated);
    }

    private static @Nullable Attempt attempt(RawUsage raw) {
        String trace = raw.text(Slot.TRACE_ID);
        long earlier = TokenCounts.orZero(raw.number(Slot.RETRIES)) + TokenCounts.orZero(raw.number(Slot.FALLBACKS));
        return trace == null ? null : new Attempt(trace, (int) Math.min(Integer.MAX_VALUE, earlier + 1));
    }

    private static FieldTable table() {
        return usageObject(FieldTable.usageAt(USAGE))
                .body(Slot.INPUT, COUNT, "prompt_tokens")
                .body(Slot.OUTPUT, COUNT, "completion_tokens")
                .body(Slot.TOTAL, COUNT, "total_tokens")
                .body(Slot.COST_NANO_USD, USD, "response_cost")
                .body(Slot.SOURCE_ID, NAME, "id")
                .body(Slot.TRACE_ID, NAME, "trace_id")
                .body(Slot.OPERATION, NAME, "call_type")
                .body(Slot.STREAMED, FLAG, "stream")
                .body(Slot.STATUS, NAME, "status")
                .body(Slot.GUARDRAIL, NAME, "status_fields.guardrail_status")
                .body(Slot.PROVIDER, NAME, "custom_llm_provider")
                .body(Slot.MODEL, NAME, "model")
                .body(Slot.MODEL_REQUESTED, NAME, "metadata.original_model_group", "model_group")
                .body(Slot.DEPLOYMENT, NAME, "model_id")
                .body(Slot.TIER, NAME, "model_parameters.service_tier")
                .body(Slot.STARTED_MICROS, EPOCH_SECONDS, "startTime")
                .body(Slot.ENDED_MICROS, EPOCH_SECONDS, "endTime")
                .body(Slot.FIRST_TOKEN_AT_MICROS, EPOCH_SECONDS, "completionStartTime")
                .body(Slot.OVERHEAD_MICROS, MILLIS_AS_MICROS, "hidden_params.litellm_overhead_time_ms")
                .body(Slot.GATEWAY_CACHE_HIT, FLAG, "cache_hit")
                .body(Slot.END_USER, PERSONAL, "end_user")
                .body(Slot.USER, PERSONAL, "metadata.user_api_key_user_id")
                .body(Slot.API_KEY_HASH, PERSONAL, "metadata.user_api_key_hash")
                .body(Slot.ORGANIZATION, NAME, "metadata.user_api_key_org_id")
                .body(Slot.TEAM, NAME, "metadata.user_api_key_team_id")
                .body(Slot.RETRIES, COUNT, "metadata.attempted_retries")
                .body(Slot.FALLBACKS, COUNT, "metadata.attempted_fallbacks")
                .body(Slot.ERROR_CODE, NAME, "error_information.error_code")
                .body(Slot.ERROR_CLASS, Scalar.ERROR_CLASS, "error_information.error_class")
                .build();
    }

    private static FieldTable.Builder usageObject(FieldTable.Builder table) {
        String prompt = "prompt_tokens_details.";
        String completion = "completion_tokens_details.";
        return table.count(Slot.INPUT, "prompt_tokens", "input_tokens")
                .count(Slot.OUTPUT, "completion_tokens", "output_tokens")
                .count(Slot.TOTAL, "total_tokens")
                .count(
                        Slot.CACHE_READ,
                        prompt + "cached_tokens",
                        "cache_read_input_tokens",
                        "input_tokens_details.cached_tokens")
                .count(
                        Slot.CACHE_WRITE,
                        prompt + "cache_creation_tokens",
                        prompt + "cache_write_tokens",
                        "cache_creation_input_tokens",
                        "input_tokens_details.cache_write_tokens")
                .count(Slot.CACHE_WRITE_5M, prompt + "cache_creation_token_details.ephemeral_5m_input_tokens")
                .count(Slot.CACHE_WRITE_1H, prompt + "cache_creation_token_details.ephemeral_1h_input_tokens")
                .count(Slot.AUDIO_INPUT, prompt + "audio_tokens")
                .count(Slot.IMAGE_INPUT, prompt + "image_tokens", "input_tokens_details.image_tokens")
                .count(Slot.VIDEO_INPUT, prompt + "video_tokens")
                .count(Slot.REASONING, completion + "reasoning_tokens", "output_tokens_details.reasoning_tokens")
                .count(Slot.AUDIO_OUTPUT, completion + "audio_tokens")
                .count(Slot.IMAGE_OUTPUT, completion + "image_tokens", "output_tokens_details.image_tokens")
                .count(
                        Slot.SEARCHES,
                        "server_tool_use.web_search_requests",
                        prompt + "web_search_requests",
                        "num_search_queries")
                .count(Slot.TOOL_INPUT, "citation_tokens")
                .count(Slot.CHARACTERS, prompt + "character_count")
                .count(Slot.IMAGES, prompt + "image_count")
                .number(
                        Slot.MEDIA_MILLIS,
                        SECONDS_AS_MILLIS,
                        prompt + "audio_length_seconds",
                        prompt + "video_length_seconds")
                .text(Slot.TIER, "service_tier")
                .text(Slot.SPEED, "speed")
                .text(Slot.REGION, "inference_geo")
                .number(Slot.OWN_KEY, FLAG, "is_byok")
                .known(prompt + "text_tokens", completion + "text_tokens", "input_tokens_details.text_tokens")
                .known(completion + "accepted_prediction_tokens", completion + "rejected_prediction_tokens")
                .known("output_tokens_details.text_tokens", "cost", "cost_details", "cache_creation", "iterations")
                .known(
                        "search_context_size",
                        "num_sources_used",
                        "prompt_cache_hit_tokens",
                        "prompt_cache_miss_tokens");
    }
}
