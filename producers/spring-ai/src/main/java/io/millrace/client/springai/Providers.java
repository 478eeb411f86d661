package io.millrace.client.springai;

import io.millrace.client.adapter.UsageAdapters;

/** Millrace's names of Spring AI's providers ({@code AiProvider}). */
final class Providers {
    private Providers() {}

    /** One that is not known here goes by the library's own name in lower case. */
    static String nameOf(String provider) {
        return switch (provider) {
            case "openai_sdk" -> "openai";
            case "azure-openai" -> "azure.ai.openai";
            case "google_genai" -> "gcp.gemini";
            default -> UsageAdapters.canonicalProvider(provider);
        };
    }
}
