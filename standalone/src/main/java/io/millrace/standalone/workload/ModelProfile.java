package io.millrace.standalone.workload;

import java.util.List;

/**
 * How a model behaves in the simulation. Names are those of the in-tree price book; speeds are plausible, not measured.
 *
 * @param weight how much it is liked, against the others
 * @param firstTokenMicros median time to the first token
 * @param tokensPerSecond median speed of output
 * @param reasoning whether it thinks before it answers
 * @param inputMax its context window, tokens
 */
record ModelProfile(
        String provider,
        String model,
        double weight,
        long firstTokenMicros,
        double tokensPerSecond,
        boolean reasoning,
        boolean batch,
        CacheStyle cache,
        long inputMax) {
    static final ModelProfile EMBEDDING =
            new ModelProfile("openai", "text-embedding-3-small", 1, 80_000, 1, false, true, CacheStyle.NONE, 8_191);
    static final ModelProfile VOICE = new ModelProfile(
            "gcp.gemini", "gemini-3.5-flash", 2, 380_000, 190, true, false, CacheStyle.READ, 1_000_000);
    static final ModelProfile CACHING =
            new ModelProfile("openai", "gpt-5.6-terra", 6, 420_000, 95, true, true, CacheStyle.READ, 1_000_000);
    /** The models a workspace chooses its favourites from. */
    static final List<ModelProfile> CHAT = List.of(
            CACHING,
            VOICE,
            new ModelProfile("openai", "gpt-5.5", 3, 650_000, 70, true, true, CacheStyle.READ, 1_000_000),
            new ModelProfile("openai", "gpt-5.4-mini", 6, 300_000, 140, false, true, CacheStyle.READ, 272_000),
            anthropic("claude-opus-5", 2, 900_000, 60, 1_000_000),
            anthropic("claude-sonnet-5", 6, 700_000, 80, 1_000_000),
            anthropic("claude-haiku-4-5", 4, 350_000, 150, 200_000),
            gemini("gemini-3.1-pro-preview", 2, 900_000, 90),
            gemini("gemini-3.6-flash", 4, 350_000, 200),
            gemini("gemini-3.5-flash-lite", 4, 250_000, 280),
            mistral("mistral-large-3", 2, 450_000, 70),
            mistral("mistral-medium-3-5", 1.5, 380_000, 90),
            new ModelProfile("deepseek", "deepseek-v4-pro", 2.5, 800_000, 50, true, false, CacheStyle.READ, 1_000_000));

    private static ModelProfile anthropic(
            String model, double weight, long firstTokenMicros, double tokensPerSecond, long inputMax) {
        return new ModelProfile(
                "anthropic",
                model,
                weight,
                firstTokenMicros,
                tokensPerSecond,
                false,
                false,
                CacheStyle.READ_AND_WRITE,
                inputMax);
    }

    private static ModelProfile gemini(String model, double weight, long firstTokenMicros, double tokensPerSecond) {
        return new ModelProfile(
                "gcp.gemini", model, weight, firstTokenMicros, tokensPerSecond, true, true, CacheStyle.READ, 1_000_000);
    }

    private static ModelProfile mistral(String model, double weight, long firstTokenMicros, double tokensPerSecond) {
        return new ModelProfile(
                "mistral_ai", model, weight, firstTokenMicros, tokensPerSecond, false, false, CacheStyle.NONE, 256_000);
    }
}
