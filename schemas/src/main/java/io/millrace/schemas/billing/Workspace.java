package io.millrace.schemas.billing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.time.ZoneId;

/**
 * A tenant, and how it is charged. Markups are parts per million of the cost, 0 to a thousandfold: 1000000 charges the cost.
 *
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param plan name of its plan, 1 to 256 characters
 * @param zone of its reports
 * @param status whether it may call
 * @param billingMode how it pays
 * @param markupPpm charge per cost
 * @param ownKeyMarkupPpm the same when the customer brings their own provider key
 * @param overdraftLimit how far below zero the balance may go before calls are blocked; from $0. Of a postpaid one it is the
 *     credit limit, and $0 is none
 * @param failOpen what a gateway does when its view is stale: true lets calls through
 * @param retentionClass of its records, 1 to 256 characters
 */
public record Workspace(
        String workspaceId,
        String plan,
        ZoneId zone,
        WorkspaceStatus status,
        BillingMode billingMode,
        long markupPpm,
        long ownKeyMarkupPpm,
        Money overdraftLimit,
        boolean failOpen,
        String retentionClass) {
    public static final long PPM = 1_000_000L;

    public Workspace {
        Require.workspaceId("workspace.workspace_id", workspaceId);
        Require.identifier("workspace.plan", plan);
        Require.identifier("workspace.retention_class", retentionClass);
        requireMarkup(workspaceId, "markup_ppm", markupPpm);
        requireMarkup(workspaceId, "own_key_markup_ppm", ownKeyMarkupPpm);
        if (overdraftLimit.nanoUsd() < 0) {
            throw Expected.illegal("workspace " + workspaceId + " overdraft_limit", overdraftLimit, ">= $0");
        }
    }

    /** What a workspace that nobody has described gets: charged at cost, postpaid. */
    public static Workspace unknown(String workspaceId) {
        return new Workspace(
                workspaceId,
                "default",
                ZoneId.of("UTC"),
                WorkspaceStatus.ACTIVE,
                BillingMode.POSTPAID,
                PPM,
                0,
                Money.ZERO,
                true,
                "standard");
    }

    private static void requireMarkup(String workspaceId, String field, long ppm) {
        if (ppm < 0 || ppm > 1_000 * PPM) {
            throw Expected.illegal("workspace " + workspaceId + " " + field, ppm, "0 to " + 1_000 * PPM);
        }
    }
}
