package io.millrace.client.langchain4j;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.millrace.client.adapter.AdaptedUsage;
import io.millrace.client.adapter.Dialect;
import io.millrace.client.adapter.UsageAdapter;
import io.millrace.client.adapter.UsageAdapters;
import org.jspecify.annotations.Nullable;

/**
 * Token counts of the library in the provider's own dialect, read by that dialect's adapter: it knows whether the input
 * includes the cache and the output the reasoning. The modules of providers are optional: each is linked only by its own
 * nested class, and that one only when a count of its type is there.
 */
final class Tokens {
    private static final UsageAdapter OPENAI = UsageAdapters.of(Dialect.OPENAI);
    private static final UsageAdapter ANTHROPIC = UsageAdapters.of(Dialect.ANTHROPIC);
    private static final UsageAdapter GEMINI = UsageAdapters.of(Dialect.GEMINI);

    private Tokens() {}

    static @Nullable AdaptedUsage of(ChatResponseMetadata metadata) {
        TokenUsage usage = metadata.tokenUsage();
        if (usage == null) {
            return null;
        }
        return switch (usage.getClass().getName()) {
            case "dev.langchain4j.model.openai.OpenAiTokenUsage" -> OpenAi.read(usage, metadata);
            case "dev.langchain4j.model.anthropic.AnthropicTokenUsage" -> Anthropic.read(usage);
            case "dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage" -> Gemini.read(usage);
            default -> OPENAI.fromUsage(inputAndOutput(usage));
        };
    }

    private static ObjectNode inputAndOutput(TokenUsage usage) {
        return object().put("input_tokens", usage.inputTokenCount()).put("output_tokens", usage.outputTokenCount());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static final class OpenAi {
        /** With the service tier, which prices depend on. */
        static AdaptedUsage read(TokenUsage usage, ChatResponseMetadata metadata) {
            OpenAiTokenUsage stated = (OpenAiTokenUsage) usage;
            ObjectNode json = inputAndOutput(usage);
            if (stated.inputTokensDetails() != null) {
                json.putObject("input_tokens_details")
                        .put("cached_tokens", stated.inputTokensDetails().cachedTokens());
            }
            if (stated.outputTokensDetails() != null) {
                json.putObject("output_tokens_details")
                        .put("reasoning_tokens", stated.outputTokensDetails().reasoningTokens());
            }
            ObjectNode body = object();
            body.set("usage", json);
            if (metadata instanceof OpenAiChatResponseMetadata own) {
                body.put("service_tier", own.serviceTier());
            }
            return OPENAI.fromBody(body);
        }
    }

    private static final class Anthropic {
        static AdaptedUsage read(TokenUsage usage) {
            AnthropicTokenUsage stated = (AnthropicTokenUsage) usage;
            return ANTHROPIC.fromUsage(inputAndOutput(usage)
                    .put("cache_read_input_tokens", stated.cacheReadInputTokens())
                    .put("cache_creation_input_tokens", stated.cacheCreationInputTokens()));
        }
    }

    private static final class Gemini {
        static AdaptedUsage read(TokenUsage usage) {
            GoogleAiGeminiTokenUsage stated = (GoogleAiGeminiTokenUsage) usage;
            return GEMINI.fromUsage(object().put("promptTokenCount", usage.inputTokenCount())
                    .put("candidatesTokenCount", usage.outputTokenCount())
                    .put("cachedContentTokenCount", stated.cachedContentTokenCount())
                    .put("thoughtsTokenCount", stated.thoughtsTokenCount()));
        }
    }
}
