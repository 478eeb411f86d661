package io.millrace.schemas.usage;

import io.millrace.schemas.rule.Require;
import org.jspecify.annotations.Nullable;

/**
 * Who caused a call. Identifiers only, each of 1 to 256 characters without controls, null where there is none; people and
 * addresses are keyed pseudonyms of the form {@code <key id>.<22 base64url characters>}, so that a raw one is refused.
 *
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param teamId team inside the workspace
 * @param userPseudonym of the user
 * @param apiKeyId id of the API key; the key itself never travels
 * @param keyKind kind of that key
 * @param clientIpPseudonym of the client's address
 * @param feature product feature that caused the call
 * @param environment such as production
 * @param sessionId session or conversation
 * @param sourceLabel of the calling application
 */
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

    public Attribution {
        Require.workspaceId("usage.attribution.workspace_id", workspaceId);
        Require.identifierOrNull("usage.attribution.team_id", teamId);
        Require.pseudonymOrNull("usage.attribution.user_pseudonym", userPseudonym);
        Require.identifierOrNull("usage.attribution.api_key_id", apiKeyId);
        Require.pseudonymOrNull("usage.attribution.client_ip_pseudonym", clientIpPseudonym);
        Require.identifierOrNull("usage.attribution.feature", feature);
        Require.identifierOrNull("usage.attribution.environment", environment);
        Require.identifierOrNull("usage.attribution.session_id", sessionId);
        Require.identifierOrNull("usage.attribution.source_label", sourceLabel);
    }

    /** {@link Require#workspaceId}. */
    public static String requireWorkspaceId(String thing, String workspaceId) {
        return Require.workspaceId(thing, workspaceId);
    }
}
