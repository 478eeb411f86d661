package io.millrace.streams.topology;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a {@link CommitHook}: neither cached nor logged. */
record CommitHookBuilder(String name) implements StoreBuilder<CommitHook> {
    @Override
    public StoreBuilder<CommitHook> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<CommitHook> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<CommitHook> withLoggingDisabled() {
        return this;
    }

    @Override
    public CommitHook build() {
        return new CommitHook(name);
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }
}
