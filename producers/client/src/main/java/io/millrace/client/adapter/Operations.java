package io.millrace.client.adapter;

import io.millrace.schemas.usage.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a call did, from LiteLLM's {@code call_type} and OpenTelemetry's {@code gen_ai.operation.name}. */
final class Operations {
    private static final Map<String, Operation> OTEL = Map.of(
            "chat", Operation.CHAT,
            "generate_content", Operation.CHAT,
            "text_completion", Operation.COMPLETION,
            "embeddings", Operation.EMBEDDINGS,
            "rerank", Operation.RERANK,
            "retrieval", Operation.SEARCH);
    /** Spans around several calls; their counts are those of the calls inside. */
    private static final Set<String> COMPOUND =
            Set.of("invoke_agent", "create_agent", "execute_tool", "invoke_workflow", "plan");
    /** In this order: the first word a call type contains decides. */
    private static final Object[][] LITELLM = {
        {"text_completion", Operation.COMPLETION},
        {"completion", Operation.CHAT},
        {"responses", Operation.CHAT},
        {"messages", Operation.CHAT},
        {"generate_content", Operation.CHAT},
        {"embedding", Operation.EMBEDDINGS},
        {"rerank", Operation.RERANK},
        {"image", Operation.IMAGE},
        {"transcription", Operation.AUDIO},
        {"speech", Operation.AUDIO},
        {"video", Operation.VIDEO},
        {"moderation", Operation.MODERATION},
        {"search", Operation.SEARCH}
    };

    private Operations() {}

    static Operation ofOtel(@Nullable String name) {
        return name == null ? Operation.CHAT : OTEL.getOrDefault(name, Operation.OTHER);
    }

    static boolean compound(@Nullable String otelName) {
        return otelName != null && COMPOUND.contains(otelName);
    }

    static Operation ofLiteLlm(@Nullable String callType) {
        if (callType == null) {
            return Operation.CHAT;
        }
        String lower = callType.toLowerCase(Locale.ROOT);
        for (Object[] rule : LITELLM) {
            if (lower.contains((String) rule[0])) {
                return (Operation) rule[1];
            }
        }
        return Operation.OTHER;
    }

    static boolean batch(@Nullable String callType) {
        return callType != null && callType.toLowerCase(Locale.ROOT).contains("batch");
    }
}
