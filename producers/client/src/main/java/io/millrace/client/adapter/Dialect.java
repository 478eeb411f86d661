package io.millrace.client.adapter;

/**
 * The shapes in which providers report usage. A dialect is the shape of a body, not the company behind it: Azure OpenAI,
 * Groq and others speak OPENAI, Claude on Vertex speaks ANTHROPIC.
 */
public enum Dialect {
    /** Chat completions, responses, embeddings, images and audio; input includes cached, output includes reasoning. */
    OPENAI,
    /** Messages; input excludes what was read from or written to the cache. Stream events are cumulative, field by field. */
    ANTHROPIC,
    /** Gemini API and Vertex AI; thoughts are counted beside candidates, results of tools beside the prompt. */
    GEMINI,
    /** Converse; input excludes the cache. */
    BEDROCK,
    MISTRAL,
    /** Chat v1 and v2, embed and rerank; billed units where they are stated, else tokens. */
    COHERE,
    /** Input includes cache hits, which are stated with the misses. */
    DEEPSEEK,
    /** Chat completions count reasoning beside the completion, responses inside it; the stated total tells which. */
    XAI,
    /** Sonar states reasoning and citations beside prompt, completion and total; the agent answers in responses. */
    PERPLEXITY,
    OPENROUTER,
    OLLAMA
}
