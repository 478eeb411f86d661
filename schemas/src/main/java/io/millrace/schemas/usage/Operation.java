package io.millrace.schemas.usage;

/** What a call did. */
public enum Operation {
    CHAT,
    COMPLETION,
    EMBEDDINGS,
    RERANK,
    IMAGE,
    AUDIO,
    VIDEO,
    MODERATION,
    SEARCH,
    OTHER
}
