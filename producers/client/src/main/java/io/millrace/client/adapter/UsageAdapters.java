package io.millrace.client.adapter;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the adapter of a provider by any of its names: Millrace's, which are those of OpenTelemetry's
 * {@code gen_ai.provider.name}, its deprecated {@code gen_ai.system} values, and LiteLLM's {@code custom_llm_provider}.
 * Thread-safe.
 */
public final class UsageAdapters {
    private static final Map<String, String> CANONICAL = Map.ofEntries(
            Map.entry("gemini", "gcp.gemini"),
            Map.entry("google", "gcp.gemini"),
            Map.entry("google_ai_studio", "gcp.gemini"),
            Map.entry("gcp.gen_ai", "gcp.gemini"),
            Map.entry("vertex_ai", "gcp.vertex_ai"),
            Map.entry("vertex_ai_beta", "gcp.vertex_ai"),
            Map.entry("mistral", "mistral_ai"),
            Map.entry("mistralai", "mistral_ai"),
            Map.entry("xai", "x_ai"),
            Map.entry("x-ai", "x_ai"),
            Map.entry("bedrock", "aws.bedrock"),
            Map.entry("bedrock_converse", "aws.bedrock"),
            Map.entry("aws", "aws.bedrock"),
            Map.entry("aws_bedrock", "aws.bedrock"),
            Map.entry("azure", "azure.ai.openai"),
            Map.entry("azure_text", "azure.ai.openai"),
            Map.entry("az.ai.openai", "azure.ai.openai"),
            Map.entry("azure_ai", "azure.ai.inference"),
            Map.entry("az.ai.inference", "azure.ai.inference"),
            Map.entry("watsonx", "ibm.watsonx.ai"),
            Map.entry("cohere_chat", "cohere"),
            Map.entry("ollama_chat", "ollama"),
            Map.entry("text-completion-openai", "openai"),
            Map.entry("custom_openai", "openai"));
    private static final Map<String, Dialect> DIALECTS = Map.ofEntries(
            Map.entry("openai", Dialect.OPENAI),
            Map.entry("azure.ai.openai", Dialect.OPENAI),
            Map.entry("azure.ai.inference", Dialect.OPENAI),
            Map.entry("groq", Dialect.OPENAI),
            Map.entry("together_ai", Dialect.OPENAI),
            Map.entry("fireworks_ai", Dialect.OPENAI),
            Map.entry("hosted_vllm", Dialect.OPENAI),
            Map.entry("anthropic", Dialect.ANTHROPIC),
            Map.entry("gcp.gemini", Dialect.GEMINI),
            Map.entry("gcp.vertex_ai", Dialect.GEMINI),
            Map.entry("aws.bedrock", Dialect.BEDROCK),
            Map.entry("mistral_ai", Dialect.MISTRAL),
            Map.entry("cohere", Dialect.COHERE),
            Map.entry("deepseek", Dialect.DEEPSEEK),
            Map.entry("x_ai", Dialect.XAI),
            Map.entry("perplexity", Dialect.PERPLEXITY),
            Map.entry("openrouter", Dialect.OPENROUTER),
            Map.entry("ollama", Dialect.OLLAMA));

    private UsageAdapters() {}

    public static UsageAdapter of(Dialect dialect) {
        return new UsageAdapter(dialect);
    }

    /** The adapter of the dialect a provider's own API speaks; empty for a provider this package does not know. */
    public static Optional<UsageAdapter> forProvider(String name) {
        return Optional.ofNullable(DIALECTS.get(canonicalProvider(name))).map(UsageAdapter::new);
    }

    /** The canonical name of a provider, in lower case; a name without one stays as it is. */
    public static String canonicalProvider(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CANONICAL.getOrDefault(lower, lower);
    }
}
