package io.millrace.sinks.query;

/**
 * One budget or limit on one scope. Amounts are nano-USD, tokens or requests, as the measure says.
 *
 * @param scope the dimension, and the value where it is not the workspace itself
 */
public record LimitLine(
        String workspaceId, String policyId, String scope, String measure, String verdict, long used, long limit) {}
