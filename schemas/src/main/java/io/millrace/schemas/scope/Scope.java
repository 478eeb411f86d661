package io.millrace.schemas.scope;

import io.millrace.schemas.error.Expected;

/** One value of one dimension in one workspace: what a budget, a limit, a decision or an alert is about. */
public record Scope(String workspaceId, Dimension dimension, String value) {
    private static final char SEPARATOR = '|';

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
            throw Expected.illegal("scope", key, "workspace|DIMENSION|value");
        }
        return new Scope(
                key.substring(0, first),
                Dimension.valueOf(key.substring(first + 1, second)),
                key.substring(second + 1));
    }

    @Override
    public String toString() {
        return key();
    }
}
