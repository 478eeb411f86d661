package io.millrace.standalone.prices;

import java.util.Map;

/** Canonical provider names, as OpenTelemetry's GenAI conventions have them, for the names price maps use. */
final class ProviderNames {
    private static final Map<String, String> CANONICAL = Map.ofEntries(
            Map.entry("gemini", "gcp.gemini"),
            Map.entry("google", "gcp.gemini"),
            Map.entry("vertex_ai", "gcp.vertex_ai"),
            Map.entry("mistral", "mistral_ai"),
            Map.entry("xai", "x_ai"),
            Map.entry("x-ai", "x_ai"),
            Map.entry("bedrock", "aws.bedrock"),
            Map.entry("bedrock_converse", "aws.bedrock"),
            Map.entry("aws", "aws.bedrock"),
            Map.entry("azure", "azure.ai.openai"),
            Map.entry("azure_ai", "azure.ai.inference"),
            Map.entry("watsonx", "ibm.watsonx.ai"),
            Map.entry("cohere_chat", "cohere"));

    private ProviderNames() {}

    /** The canonical name; a name without one stays as it is. */
    static String canonical(String name) {
        return CANONICAL.getOrDefault(name, name);
    }
}
