package io.millrace.streams.topology;

import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.usage.Attribution;
import org.jspecify.annotations.Nullable;

/** What the values of the steering topics mean. The key must say the same as the value: it decides who owns them. */
final class Controls {
    private Controls() {}

    static Input policy(String key, io.millrace.avro.@Nullable Policy value) {
        if (value == null) {
            return new Input.PolicyChange(key, null);
        }
        Policy policy = BudgetMapping.fromAvro(value);
        requireKey("policy key", key, policy.policyId());
        Attribution.requireWorkspaceId("policy " + key + " workspace_id", policy.workspaceId());
        return new Input.PolicyChange(key, policy);
    }

    /** A workspace without a description is charged at cost, postpaid. */
    static Input workspace(String key, io.millrace.avro.@Nullable Workspace value) {
        Workspace workspace = value == null ? Workspace.unknown(key) : BillingMapping.fromAvro(value);
        requireKey("workspace key", key, workspace.workspaceId());
        return new Input.WorkspaceChange(workspace);
    }

    static Input credit(String key, io.millrace.avro.@Nullable CreditEntry value) {
        if (value == null) {
            throw Expected.illegal("credit value", null, "a credit entry");
        }
        CreditEntry entry = BillingMapping.fromAvro(value);
        requireKey("credit key", key, entry.workspaceId());
        return new Input.Credit(entry);
    }

    private static void requireKey(String thing, String key, String expected) {
        if (!key.equals(expected)) {
            throw Expected.illegal(thing, key, expected);
        }
    }
}
