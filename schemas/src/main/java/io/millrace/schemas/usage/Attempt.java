package io.millrace.schemas.usage;

import io.millrace.schemas.rule.Require;

/**
 * Groups retries and fallbacks of one operation.
 *
 * @param operationId what all attempts share; 1 to 256 characters
 * @param number of this attempt, from 1
 */
public record Attempt(String operationId, int number) {
    public Attempt {
        Require.identifier("usage.attempt.operation_id", operationId);
        Require.atLeast("usage.attempt.number", number, 1);
    }
}
