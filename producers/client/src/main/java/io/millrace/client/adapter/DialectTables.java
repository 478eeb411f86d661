package io.millrace.client.adapter;

import static io.millrace.client.adapter.Scalar.COUNT;
import static io.millrace.client.adapter.Scalar.FLAG;
import static io.millrace.client.adapter.Scalar.MILLIS_AS_MICROS;
import static io.millrace.client.adapter.Scalar.NAME;
import static io.millrace.client.adapter.Scalar.NANOS_AS_MICROS;
import static io.millrace.client.adapter.Scalar.SECONDS_AS_MILLIS;
import static io.millrace.client.adapter.Scalar.USD;
import static io.millrace.client.adapter.Scalar.USD_TICKS;

import java.util.Map;

/** Where each dialect puts what, after the providers' public references (the cases of the tests name them). */
final class DialectTables {
    private static final Map<String, Slot> INPUT_MODES =
            Map.of("AUDIO", Slot.AUDIO_INPUT, "IMAGE", Slot.IMAGE_INPUT, "VIDEO", Slot.VIDEO_INPUT);
    private static final Map<String, Slot> OUTPUT_MODES =
            Map.of("AUDIO", Slot.AUDIO_OUTPUT, "IMAGE", Slot.IMAGE_OUTPUT);

    private DialectTables() {}

    /** Chat names first, then those of responses, images and transcriptions, then those of realtime. */
    private static FieldTable.Builder openAiLike() {
        return FieldTable.usageAt("usage", "response.usage")
                .count(Slot.INPUT, "prompt_tokens", "input_tokens")
                .count(Slot.OUTPUT, "completion_tokens", "output_tokens")
                .count(Slot.TOTAL, "total_tokens")
                .count(Slot.CACHE_READ, inputDetail("cached_tokens"))
                .count(Slot.CACHE_WRITE, inputDetail("cache_write_tokens"))
                .count(Slot.AUDIO_INPUT, inputDetail("audio_tokens"))
                .count(Slot.IMAGE_INPUT, inputDetail("image_tokens"))
                .count(Slot.VIDEO_INPUT, inputDetail("video_tokens"))
                .known(inputDetail("text_tokens"))
                .known(inputDetail("cached_tokens_details"))
                .count(Slot.REASONING, outputDetail("reasoning_tokens"))
                .count(Slot.AUDIO_OUTPUT, outputDetail("audio_tokens"))
                .count(Slot.IMAGE_OUTPUT, outputDetail("image_tokens"))
                .known(outputDetail("text_tokens"))
                .known("completion_tokens_details.accepted_prediction_tokens")
                .known("completion_tokens_details.rejected_prediction_tokens")
                .body(Slot.MODEL, NAME, "model", "response.model")
                .body(Slot.RESPONSE_ID, NAME, "id", "response.id")
                .body(Slot.FINISH, NAME, "choices[].finish_reason", "incomplete_details.reason");
    }

    private static FieldTable.Builder withTier(FieldTable.Builder table) {
        return table.body(Slot.TIER, NAME, "service_tier", "response.service_tier");
    }

    private static String[] inputDetail(String field) {
        return new String[] {
            "prompt_tokens_details." + field, "input_tokens_details." + field, "input_token_details." + field
        };
    }

    private static String[] outputDetail(String field) {
        return new String[] {
            "completion_tokens_details." + field, "output_tokens_details." + field, "output_token_details." + field
        };
    }

    static FieldTable openAi() {
        return withTier(openAiLike())
                .number(Slot.MEDIA_MILLIS, SECONDS_AS_MILLIS, "seconds")
                .known("type")
                .presence(Slot.IMAGES, "data[].b64_json", "data[].url")
                .build();
    }

    static FieldTable anthropic() {
        return FieldTable.usageAt("usage", "message.usage")
                .count(Slot.INPUT, "input_tokens")
                .count(Slot.OUTPUT, "output_tokens")
                .count(Slot.CACHE_READ, "cache_read_input_tokens")
                .count(Slot.CACHE_WRITE, "cache_creation_input_tokens")
                .count(Slot.CACHE_WRITE_5M, "cache_creation.ephemeral_5m_input_tokens")
                .count(Slot.CACHE_WRITE_1H, "cache_creation.ephemeral_1h_input_tokens")
                .count(Slot.REASONING, "output_tokens_details.thinking_tokens")
                .count(Slot.SEARCHES, "server_tool_use.web_search_requests")
                .text(Slot.TIER, "service_tier")
                .text(Slot.SPEED, "speed")
                .text(Slot.REGION, "inference_geo")
                .known("server_tool_use.web_fetch_requests", "iterations")
                .body(Slot.MODEL, NAME, "model", "message.model")
                .body(Slot.RESPONSE_ID, NAME, "id", "message.id")
                .body(Slot.FINISH, NAME, "stop_reason", "delta.stop_reason")
                .build();
    }

    static FieldTable gemini() {
        return FieldTable.usageAt("usageMetadata")
                .count(Slot.INPUT, "promptTokenCount")
                .count(Slot.TOOL_INPUT, "toolUsePromptTokenCount")
                .count(Slot.CACHE_READ, "cachedContentTokenCount")
                .count(Slot.OUTPUT, "candidatesTokenCount", "responseTokenCount")
                .count(Slot.REASONING, "thoughtsTokenCount")
                .count(Slot.TOTAL, "totalTokenCount")
                .tagged("promptTokensDetails", "modality", "tokenCount", INPUT_MODES)
                .tagged("toolUsePromptTokensDetails", "modality", "tokenCount", INPUT_MODES)
                .tagged("candidatesTokensDetails", "modality", "tokenCount", OUTPUT_MODES)
                .tagged("responseTokensDetails", "modality", "tokenCount", OUTPUT_MODES)
                .text(Slot.TIER, "trafficType", "serviceTier")
                .known("cacheTokensDetails")
                .body(Slot.MODEL, NAME, "modelVersion")
                .body(Slot.RESPONSE_ID, NAME, "responseId")
                .body(Slot.FINISH, NAME, "candidates[].finishReason")
                .build();
    }

    static FieldTable bedrock() {
        return FieldTable.usageAt("usage", "metadata.usage")
                .count(Slot.INPUT, "inputTokens")
                .count(Slot.OUTPUT, "outputTokens")
                .count(Slot.TOTAL, "totalTokens")
                .count(Slot.CACHE_READ, "cacheReadInputTokens")
                .count(Slot.CACHE_WRITE, "cacheWriteInputTokens")
                .tagged(
                        "cacheDetails",
                        "ttl",
                        "inputTokens",
                        Map.of("5m", Slot.CACHE_WRITE_5M, "1h", Slot.CACHE_WRITE_1H))
                .known("serverToolUsage")
                .body(Slot.TIER, NAME, "serviceTier.type", "metadata.serviceTier.type")
                .body(Slot.LATENCY_MICROS, MILLIS_AS_MICROS, "metrics.latencyMs", "metadata.metrics.latencyMs")
                .body(Slot.FINISH, NAME, "stopReason", "messageStop.stopReason")
                .build();
    }

    static FieldTable mistral() {
        return FieldTable.usageAt("usage")
                .count(Slot.INPUT, "prompt_tokens")
                .count(Slot.OUTPUT, "completion_tokens")
                .count(Slot.TOTAL, "total_tokens")
                .count(Slot.CACHE_READ, "prompt_tokens_details.cached_tokens", "num_cached_tokens")
                .number(Slot.MEDIA_MILLIS, SECONDS_AS_MILLIS, "prompt_audio_seconds")
                .known("prompt_tokens_details.audio_tokens")
                .body(Slot.MODEL, NAME, "model")
                .body(Slot.RESPONSE_ID, NAME, "id")
                .body(Slot.FINISH, NAME, "choices[].finish_reason")
                .build();
    }

    /** The cached count is one of processed tokens, not of billed ones, and has no price: it is left out. */
    static FieldTable cohere() {
        return FieldTable.usageAt("usage", "meta", "delta.usage", "response.meta")
                .count(Slot.INPUT, "billed_units.input_tokens")
                .fallback(Slot.INPUT, "tokens.input_tokens")
                .count(Slot.OUTPUT, "billed_units.output_tokens")
                .fallback(Slot.OUTPUT, "tokens.output_tokens")
                .count(Slot.SEARCHES, "billed_units.search_units")
                .count(Slot.IMAGES, "billed_units.images")
                .known("billed_units.classifications", "billed_units.image_tokens", "tokens.image_tokens")
                .known("cached_tokens", "api_version", "warnings")
                .body(Slot.RESPONSE_ID, NAME, "id", "response.response_id", "generation_id")
                .body(Slot.FINISH, NAME, "finish_reason", "delta.finish_reason", "response.finish_reason")
                .build();
    }

    static FieldTable deepSeek() {
        return FieldTable.usageAt("usage")
                .count(Slot.INPUT, "prompt_tokens")
                .count(Slot.OUTPUT, "completion_tokens")
                .count(Slot.TOTAL, "total_tokens")
                .count(Slot.CACHE_READ, "prompt_cache_hit_tokens", "prompt_tokens_details.cached_tokens")
                .count(Slot.CACHE_MISS, "prompt_cache_miss_tokens")
                .count(Slot.REASONING, "completion_tokens_details.reasoning_tokens")
                .body(Slot.MODEL, NAME, "model")
                .body(Slot.RESPONSE_ID, NAME, "id")
                .body(Slot.FINISH, NAME, "choices[].finish_reason")
                .build();
    }

    /** Sources of a live search are searches only where no calls of search tools are stated. */
    static FieldTable xAi() {
        return withTier(openAiLike())
                .sum(
                        Slot.SEARCHES,
                        "server_side_tool_usage_details.web_search_calls",
                        "server_side_tool_usage_details.x_search_calls")
                .fallback(Slot.SEARCHES, "num_sources_used")
                .number(Slot.COST_NANO_USD, USD_TICKS, "cost_in_usd_ticks")
                .known(
                        "server_side_tool_usage_details.code_interpreter_calls",
                        "server_side_tool_usage_details.file_search_calls",
                        "server_side_tool_usage_details.mcp_calls",
                        "server_side_tool_usage_details.document_search_calls",
                        "server_side_tool_usage_details.image_generation_calls",
                        "num_server_side_tools_used",
                        "context_details")
                .presence(Slot.IMAGES, "data[].b64_json", "data[].url")
                .build();
    }

    /**
     * Citations are input that the search found. The fee per request depends on how much was searched, which no count of
     * ours holds; the stated cost includes it. The reasoning of an agent's answer is inside its output and not told apart.
     */
    static FieldTable perplexity() {
        return FieldTable.usageAt("usage", "response.usage")
                .count(Slot.INPUT, "prompt_tokens", "input_tokens")
                .count(Slot.TOOL_INPUT, "citation_tokens")
                .count(Slot.OUTPUT, "completion_tokens", "output_tokens")
                .count(Slot.TOTAL, "total_tokens")
                .count(Slot.CACHE_READ, "input_tokens_details.cached_tokens")
                .count(Slot.REASONING, "reasoning_tokens")
                .count(Slot.SEARCHES, "num_search_queries")
                .number(Slot.COST_NANO_USD, USD, "cost.total_cost")
                .known("search_context_size", "output_tokens_details")
                .known(
                        "cost.input_tokens_cost",
                        "cost.output_tokens_cost",
                        "cost.citation_tokens_cost",
                        "cost.reasoning_tokens_cost",
                        "cost.search_queries_cost",
                        "cost.request_cost")
                .body(Slot.MODEL, NAME, "model", "response.model")
                .body(Slot.RESPONSE_ID, NAME, "id", "response.id")
                .body(Slot.FINISH, NAME, "choices[].finish_reason", "incomplete_details.reason")
                .build();
    }

    /**
     * The cost is in credits, each one US dollar: what the OpenRouter account pays, which with an own key is its fee.
     * The generation endpoint states the same of an earlier call under {@code data}, in the model's own tokens.
     */
    static FieldTable openRouter() {
        return openAiLike()
                .number(Slot.COST_NANO_USD, USD, "cost")
                .number(Slot.OWN_KEY, FLAG, "is_byok")
                .count(Slot.SEARCHES, "server_tool_use.web_search_requests")
                .text(Slot.TIER, "service_tier")
                .known("cost_details", "iterations", "cache_creation", "server_tool_use_details")
                .body(Slot.INPUT, COUNT, "data.native_tokens_prompt")
                .body(Slot.OUTPUT, COUNT, "data.native_tokens_completion")
                .body(Slot.REASONING, COUNT, "data.native_tokens_reasoning")
                .body(Slot.CACHE_READ, COUNT, "data.native_tokens_cached")
                .body(Slot.COST_NANO_USD, USD, "data.total_cost")
                .body(Slot.OWN_KEY, FLAG, "data.is_byok")
                .body(Slot.LATENCY_MICROS, MILLIS_AS_MICROS, "data.latency")
                .body(Slot.MODEL, NAME, "data.model")
                .body(Slot.RESPONSE_ID, NAME, "data.id")
                .body(Slot.FINISH, NAME, "data.finish_reason")
                .build();
    }

    static FieldTable ollama() {
        return FieldTable.flat()
                .count(Slot.INPUT, "prompt_eval_count")
                .count(Slot.OUTPUT, "eval_count")
                .number(Slot.LATENCY_MICROS, NANOS_AS_MICROS, "total_duration")
                .text(Slot.MODEL, "model")
                .text(Slot.FINISH, "done_reason")
                .build();
    }
}
