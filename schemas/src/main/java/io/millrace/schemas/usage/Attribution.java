package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/** Who caused a call. Identifiers only; people and addresses are keyed pseudonyms (HMAC). */
public record Attribution(
        String workspaceId,
        @Nullable String teamId,
        @Nullable String userPseudonym,
        @Nullable String apiKeyId,
        KeyKind keyKind,
        @Nullable String clientIpPseudonym,
        @Nullable String feature,
        @Nullable String environment,
        @Nullable String sessionId,
        @Nullable String sourceLabel) {
    private static final int WORKSPACE_LENGTH_MAX = 128;

    public Attribution {
        requireWorkspaceId("usage.attribution.workspace_id", workspaceId);
    }

    /** A workspace id is 1 to 128 characters without bar, slash or control, since it is part of keys. */
    public static String requireWorkspaceId(String thing, String workspaceId) {
        boolean plain = workspaceId.chars().noneMatch(c -> c == '|' || c == '/' || Character.isISOControl(c));
        if (workspaceId.isEmpty() || workspaceId.length() > WORKSPACE_LENGTH_MAX || !plain) {
            throw Expected.illegal(thing, workspaceId, "1 to 128 characters without '|', '/' or controls");
        }
        return workspaceId;
    }
}
