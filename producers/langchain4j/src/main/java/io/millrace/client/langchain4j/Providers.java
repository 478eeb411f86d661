package io.millrace.client.langchain4j;

import dev.langchain4j.model.ModelProvider;
import io.millrace.client.adapter.UsageAdapters;

/** Millrace's names of LangChain4j's providers. */
final class Providers {
    private Providers() {}

    /** One that is not known here goes by the library's own name in lower case. */
    static String nameOf(ModelProvider provider) {
        return switch (provider) {
            case OPEN_AI -> "openai";
            case AZURE_OPEN_AI -> "azure.ai.openai";
            case MICROSOFT_FOUNDRY -> "azure.ai.inference";
            case AMAZON_BEDROCK -> "aws.bedrock";
            case GOOGLE_AI_GEMINI, GOOGLE_GENAI -> "gcp.gemini";
            case GOOGLE_VERTEX_AI_GEMINI, GOOGLE_VERTEX_AI_ANTHROPIC -> "gcp.vertex_ai";
            default -> UsageAdapters.canonicalProvider(provider.name());
        };
    }
}
