package io.millrace.schemas.sealing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;

/**
 * Whom personal values are about. Immutable; prints no pseudonym.
 *
 * @param workspaceId 1 to 128 characters: the same person in two workspaces is two subjects
 * @param pseudonym {@code <key id>.<22 base64url characters>}, as the gateway made it; the workspace id for WORKSPACE
 */
public record Subject(String workspaceId, SubjectKind kind, String pseudonym) {
    public Subject {
        Require.workspaceId("subject.workspace_id", workspaceId);
        if (kind != SubjectKind.WORKSPACE) {
            Require.pseudonymOrNull("subject.pseudonym", pseudonym);
        } else if (!pseudonym.equals(workspaceId)) {
            throw Expected.illegal(
                    "subject.pseudonym", pseudonym.length() + " characters", "the workspace id for WORKSPACE");
        }
    }

    public static Subject user(String workspaceId, String pseudonym) {
        return new Subject(workspaceId, SubjectKind.USER, pseudonym);
    }

    public static Subject clientIp(String workspaceId, String pseudonym) {
        return new Subject(workspaceId, SubjectKind.CLIENT_IP, pseudonym);
    }

    public static Subject workspace(String workspaceId) {
        return new Subject(workspaceId, SubjectKind.WORKSPACE, workspaceId);
    }

    @Override
    public String toString() {
        return "Subject[" + workspaceId + ", " + kind + "]";
    }
}
