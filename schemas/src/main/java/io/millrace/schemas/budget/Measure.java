package io.millrace.schemas.budget;

/** What is counted: nano-USD charged, nano-USD of cost, tokens, requests. */
public enum Measure {
    CHARGE,
    COST,
    TOKENS,
    REQUESTS
}
