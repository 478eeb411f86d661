package io.millrace.billing.postgres;

import org.jdbi.v3.core.Handle;

/** Notes that the metering has to be told of a workspace or a policy, inside the transaction that changes it. */
public final class StateChanges {
    private static final String WORKSPACE = """
            INSERT INTO billing.state_change (topic, key) SELECT 'WORKSPACE', w.id FROM billing.workspace w WHERE w.id = :id
            """;
    private static final String POLICY = "INSERT INTO billing.state_change (topic, key) VALUES ('POLICY', :id)";

    private StateChanges() {}

    /** One that billing does not describe is left alone. */
    public static void workspace(Handle handle, String workspaceId) {
        handle.createUpdate(WORKSPACE).bind("id", workspaceId).execute();
    }

    public static void policy(Handle handle, String policyId) {
        handle.createUpdate(POLICY).bind("id", policyId).execute();
    }
}
