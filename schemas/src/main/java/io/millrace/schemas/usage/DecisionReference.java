package io.millrace.schemas.usage;

import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.scope.Dimension;

/**
 * The decision that a gateway acted on: a scope of the call's workspace, and the version of its decision.
 *
 * @param dimension of the scope
 * @param value of the scope as it was known before the call, 1 to 256 characters; the model is the one asked for
 * @param version of the decision, from 1
 */
public record DecisionReference(Dimension dimension, String value, long version) {
    public DecisionReference {
        Require.identifier("usage.decision.value", value);
        Require.atLeast("usage.decision.version", version, 1);
    }

    public static DecisionReference to(Decision decision) {
        return new DecisionReference(
                decision.scope().dimension(), decision.scope().value(), decision.version());
    }
}
