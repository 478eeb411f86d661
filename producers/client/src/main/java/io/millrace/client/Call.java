package io.millrace.client;

import io.millrace.client.verdict.ScopeKeys;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call about to be made: the scopes it falls under, encoded for the view when it is built. Immutable. */
public final class Call {
    private final String workspaceId;
    private final ScopeKeys keys;

    private Call(String workspaceId, List<Scope> scopes) {
        this.workspaceId = workspaceId;
        this.keys = ScopeKeys.of(scopes);
    }

    /** A call of a workspace; more scopes are added with {@link Builder#with}. */
    public static Builder of(String workspaceId) {
        return new Builder(workspaceId);
    }

    /** The scopes of a call that was made. */
    public static Call like(Usage usage) {
        Builder builder = of(usage.workspaceId());
        for (Dimension dimension : Dimension.values()) {
            builder.with(dimension, usage.valueOf(dimension));
        }
        return builder.build();
    }

    public String workspaceId() {
        return workspaceId;
    }

    public List<Scope> scopes() {
        return keys.scopes();
    }

    /** The same as the view looks them up. */
    public ScopeKeys scopeKeys() {
        return keys;
    }

    /** Collects the scopes of a call. Not thread-safe. */
    public static final class Builder {
        private final String workspaceId;
        private final Map<Dimension, String> values = new EnumMap<>(Dimension.class);

        private Builder(String workspaceId) {
            this.workspaceId = workspaceId;
            values.put(Dimension.WORKSPACE, workspaceId);
        }

        /** Adds the value of a dimension; null leaves it out. */
        public Builder with(Dimension dimension, @Nullable String value) {
            if (value != null) {
                values.put(dimension, value);
            }
            return this;
        }

        /** Never throws: what the contract does not allow as a scope cannot have a decision, and is left out. */
        public Call build() {
            List<Scope> scopes = new ArrayList<>(values.size());
            values.forEach((dimension, value) -> add(scopes, dimension, value));
            return new Call(workspaceId, scopes);
        }

        private void add(List<Scope> scopes, Dimension dimension, String value) {
            try {
                scopes.add(new Scope(workspaceId, dimension, value));
            } catch (IllegalArgumentException e) {
                // Not logged: the value may be a text, or name a person.
            }
        }
    }
}
