package io.millrace.billing.plan;

import io.millrace.schemas.rule.Require;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What billing knows of a workspace besides its account.
 *
 * @param planId null where it has none
 * @param zone in which its months begin and its budgets count
 * @param failOpen what a gateway does when its view is stale: true lets calls through
 */
public record WorkspacePlan(String workspaceId, @Nullable String planId, ZoneId zone, boolean failOpen) {
    public WorkspacePlan {
        Require.workspaceId("workspace_id", workspaceId);
    }
}
