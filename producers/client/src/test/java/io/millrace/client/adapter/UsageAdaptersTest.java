package io.millrace.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of providers, as OpenTelemetry, LiteLLM and the price book of standalone have them. */
final class UsageAdaptersTest {
    @Test
    void findsTheDialectByAnyName() {
        Map<String, Dialect> names = Map.ofEntries(
                Map.entry("openai", Dialect.OPENAI),
                Map.entry("azure", Dialect.OPENAI),
                Map.entry("azure.ai.openai", Dialect.OPENAI),
                Map.entry("az.ai.openai", Dialect.OPENAI),
                Map.entry("groq", Dialect.OPENAI),
                Map.entry("Anthropic", Dialect.ANTHROPIC),
                Map.entry("gemini", Dialect.GEMINI),
                Map.entry("gcp.gemini", Dialect.GEMINI),
                Map.entry("gcp.gen_ai", Dialect.GEMINI),
                Map.entry("vertex_ai", Dialect.GEMINI),
                Map.entry("gcp.vertex_ai", Dialect.GEMINI),
                Map.entry("bedrock", Dialect.BEDROCK),
                Map.entry("bedrock_converse", Dialect.BEDROCK),
                Map.entry("aws.bedrock", Dialect.BEDROCK),
                Map.entry("mistral", Dialect.MISTRAL),
                Map.entry("mistral_ai", Dialect.MISTRAL),
                Map.entry("cohere_chat", Dialect.COHERE),
                Map.entry("deepseek", Dialect.DEEPSEEK),
                Map.entry("xai", Dialect.XAI),
                Map.entry("x_ai", Dialect.XAI),
                Map.entry("perplexity", Dialect.PERPLEXITY),
                Map.entry("openrouter", Dialect.OPENROUTER),
                Map.entry("ollama_chat", Dialect.OLLAMA));
        names.forEach((name, dialect) -> assertThat(
                        UsageAdapters.forProvider(name).orElseThrow().dialect())
                .as(name)
                .isEqualTo(dialect));
        assertThat(names.values()).contains(Dialect.values());
    }

    @Test
    void aStrangerKeepsItsNameAndHasNoDialect() {
        assertThat(UsageAdapters.canonicalProvider("Acme-AI")).isEqualTo("acme-ai");
        assertThat(UsageAdapters.forProvider("acme-ai")).isEmpty();
    }

    @Test
    void canonicalNamesAreStable() {
        assertThat(UsageAdapters.canonicalProvider("azure")).isEqualTo("azure.ai.openai");
        assertThat(UsageAdapters.canonicalProvider("azure.ai.openai")).isEqualTo("azure.ai.openai");
        assertThat(UsageAdapters.canonicalProvider("gemini")).isEqualTo("gcp.gemini");
        assertThat(UsageAdapters.canonicalProvider("x-ai")).isEqualTo("x_ai");
        assertThat(UsageAdapters.canonicalProvider("mistral")).isEqualTo("mistral_ai");
    }
}
