package io.millrace.schemas.usage;

/** Groups retries and fallbacks: the id all attempts share, and the number of this one, from 1. */
public record Attempt(String operationId, int number) {}
