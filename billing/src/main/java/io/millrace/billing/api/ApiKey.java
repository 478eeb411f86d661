package io.millrace.billing.api;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret.
 *
 * @param prefix names it: 8 lower-case letters and digits
 * @param name what it is for, 1 to 128 characters
 * @param workspace the only one it opens; null opens all
 * @param scopes at least one
 * @param expiresAtMicros since the epoch; null where it does not expire
 */
public record ApiKey(
        String prefix,
        String name,
        @Nullable String workspace,
        Set<Scope> scopes,
        @Nullable Long expiresAtMicros) {
    private static final int NAME_LENGTH_MAX = 128;

    public ApiKey {
        Require.note("key name", name, NAME_LENGTH_MAX);
        if (name.isBlank()) {
            throw Expected.illegal("key name", name, "a text that says what it is for");
        }
        if (workspace != null) {
            Require.workspaceId("workspace", workspace);
        }
        if (scopes.isEmpty()) {
            throw Expected.illegal("key scopes", scopes, "at least one");
        }
        scopes = Set.copyOf(scopes);
    }

    boolean opens(String wanted) {
        return workspace == null || workspace.equals(wanted);
    }
}
