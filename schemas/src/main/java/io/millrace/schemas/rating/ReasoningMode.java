package io.millrace.schemas.rating;

/** How a provider reports reasoning: inside the output total, or added to it. */
public enum ReasoningMode {
    INCLUDED,
    ADDED
}
