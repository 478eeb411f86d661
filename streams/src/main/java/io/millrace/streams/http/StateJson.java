package io.millrace.streams.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.time.Micros;
import io.millrace.streams.metering.ScopeUsage;
import io.millrace.streams.metering.WorkspaceBudgets;
import io.millrace.streams.metering.WorkspaceBudgets.PolicyUsage;
import io.millrace.streams.topology.LiveState;
import org.jspecify.annotations.Nullable;

/** The state as JSON: amounts are whole numbers of the unit beside them, instants are UTC, null is "none". */
final class StateJson {
    /** How a state is written. */
    @FunctionalInterface
    interface Form<T> {
        ObjectNode write(T state, Instance.Owner owner);
    }

    private StateJson() {}

    static ObjectNode usage(ScopeUsage usage, Instance.Owner owner) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("workspace", usage.scope().workspaceId())
                .put("dimension", usage.scope().dimension().name())
                .put("value", usage.scope().value())
                .put("as_of", usage.asOfMicros() == 0 ? null : instant(usage.asOfMicros()))
                .put("decision_version", usage.version());
        ArrayNode constraints = node.putArray("policies");
        usage.constraints().forEach(constraint -> constraints.add(constraint(constraint)));
        return owned(node, owner);
    }

    static ObjectNode budgets(LiveState.Budgets state, Instance.Owner owner) {
        WorkspaceBudgets budgets = state.budgets();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("workspace", budgets.workspace().workspaceId())
                .put("status", budgets.workspace().status().name())
                .put("billing_mode", budgets.workspace().billingMode().name());
        node.set("balance", balance(budgets));
        node.set("pending_drawdown", pending(state.pending()));
        ArrayNode standing = node.putArray("constraints");
        budgets.constraints().forEach(constraint -> standing.add(constraint(constraint)));
        ArrayNode policies = node.putArray("policies");
        budgets.policies().forEach(usage -> policies.add(policy(usage)));
        return owned(node, owner);
    }

    private static ObjectNode balance(WorkspaceBudgets budgets) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("unit", "nano_usd")
                .put("credits", budgets.creditsNanoUsd())
                .put("charges", budgets.chargesNanoUsd())
                .put("balance", budgets.creditsNanoUsd() - budgets.chargesNanoUsd())
                .put("overdraft_limit", budgets.workspace().overdraftLimit().nanoUsd())
                .put("exhausted_since", instant(budgets.exhaustedSinceMicros()));
    }

    private static ObjectNode pending(LiveState.@Nullable Pending pending) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("unit", "nano_usd")
                .put("charge", pending == null ? 0 : pending.chargeNanoUsd())
                .put("cost", pending == null ? 0 : pending.costNanoUsd())
                .put("records", pending == null ? 0 : pending.recordCount())
                .put("sequence_written", pending == null ? 0 : pending.sequence());
    }

    private static ObjectNode policy(PolicyUsage usage) {
        Policy policy = usage.policy();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("policy_id", policy.policyId())
                .put("kind", policy.kind().name())
                .put("dimension", policy.dimension().name())
                .put("value", policy.value())
                .put("measure", policy.measure().name())
                .put("unit", unit(policy.measure()))
                .put("limit", policy.limit())
                .put("period", policy.period().name())
                .put("window_seconds", policy.windowSeconds())
                .put("zone", policy.zone().getId())
                .put("action", policy.action().name())
                .put("shadow", policy.shadow())
                .put("values_counted", usage.scopes());
        ArrayNode values = node.putArray("values");
        usage.most().forEach(value -> {
            ObjectNode entry = values.addObject().put("value", value.value());
            entry.setAll(constraint(value.constraint()));
            entry.remove("policy_id");
        });
        return node;
    }

    private static ObjectNode constraint(Constraint constraint) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("policy_id", constraint.policyId())
                .put("verdict", constraint.verdict().name())
                .put("reason", constraint.reason().name())
                .put("measure", constraint.measure().name())
                .put("unit", unit(constraint.measure()))
                .put("limit", constraint.limit())
                .put("used", constraint.used())
                .put("remaining", constraint.remaining())
                .put("window_start", instant(constraint.window().startMicros()))
                .put("window_end", instant(constraint.window().endMicros()));
    }

    private static ObjectNode owned(ObjectNode node, Instance.Owner owner) {
        return node.put("instance", owner.address()).put("partition", owner.partition());
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case CHARGE, COST -> "nano_usd";
            case TOKENS -> "tokens";
            case REQUESTS -> "requests";
        };
    }

    private static @Nullable String instant(@Nullable Long micros) {
        return micros == null ? null : Micros.toInstant(micros).toString();
    }
}
