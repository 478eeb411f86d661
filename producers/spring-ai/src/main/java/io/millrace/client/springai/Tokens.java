package io.millrace.client.springai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.client.adapter.AdaptedUsage;
import io.millrace.client.adapter.Dialect;
import io.millrace.client.adapter.UsageAdapter;
import io.millrace.client.adapter.UsageAdapters;
import io.millrace.schemas.usage.TokenCounts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Token counts of the library. Where it hands on what the provider stated (its native usage), that is read in the
 * provider's own dialect, cached and reasoning tokens included; else there are only input and output.
 */
final class Tokens {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final UsageAdapter OPENAI = UsageAdapters.of(Dialect.OPENAI);

    private Tokens() {}

    /** @param provider canonical name */
    static @Nullable AdaptedUsage of(@Nullable Usage usage, String provider) {
        if (usage == null || usage instanceof EmptyUsage) {
            return null;
        }
        AdaptedUsage stated = ofNative(usage.getNativeUsage(), provider);
        return stated == null ? OPENAI.fromUsage(inputAndOutput(usage)) : stated;
    }

    /** Records and maps alone become JSON: other objects of providers' libraries drag whole schemas along. */
    private static @Nullable AdaptedUsage ofNative(@Nullable Object stated, String provider) {
        if (!(stated instanceof Record) && !(stated instanceof Map)) {
            return null;
        }
        try {
            JsonNode json = MAPPER.valueToTree(stated);
            AdaptedUsage read =
                    UsageAdapters.forProvider(provider).orElse(OPENAI).fromUsage(json);
            return TokenCounts.NONE.equals(read.tokens()) ? null : read;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ObjectNode inputAndOutput(Usage usage) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", usage.getPromptTokens())
                .put("output_tokens", usage.getCompletionTokens());
    }
}
