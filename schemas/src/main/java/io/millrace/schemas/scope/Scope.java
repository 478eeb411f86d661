package io.millrace.schemas.scope;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;

/**
 * One value of one dimension in one workspace: what a budget, a limit, a decision or an alert is about.
 *
 * @param workspaceId 1 to 128 characters without bar and slash
 * @param dimension what the value is
 * @param value 1 to 256 characters without controls
 */
public record Scope(String workspaceId, Dimension dimension, String value) {
    private static final char SEPARATOR = '|';
    private static final String KEY_RULE = "workspace|DIMENSION|value";

    public Scope {
        Require.workspaceId("scope.workspace_id", workspaceId);
        Require.identifier("scope.value", value);
    }

    public static Scope ofWorkspace(String workspaceId) {
        return new Scope(workspaceId, Dimension.WORKSPACE, workspaceId);
    }

    /** The Kafka key: {@code workspace|DIMENSION|value}; a workspace id holds no bar, so the text is unambiguous. */
    public String key() {
        return workspaceId + SEPARATOR + dimension + SEPARATOR + value;
    }

    /** Reads {@link #key()} back. */
    public static Scope parse(String key) {
        int first = key.indexOf(SEPARATOR);
        int second = first < 0 ? -1 : key.indexOf(SEPARATOR, first + 1);
        if (second < 0) {
            throw Expected.illegal("scope", key, KEY_RULE);
        }
        return new Scope(
                key.substring(0, first), dimension(key, key.substring(first + 1, second)), key.substring(second + 1));
    }

    @Override
    public String toString() {
        return key();
    }

    private static Dimension dimension(String key, String name) {
        try {
            return Dimension.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw Expected.illegal("scope", key, KEY_RULE);
        }
    }
}
