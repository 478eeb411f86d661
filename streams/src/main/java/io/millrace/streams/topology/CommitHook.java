package io.millrace.streams.topology;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that holds nothing and lets the steps of its task write their state when a transaction ends, before its offsets
 * are committed: in the place where Kafka Streams empties the caches of its own stores, and for the same purpose. Those
 * caches cost a sorted map and a serialization for each change; the steps hold live objects anyway. Not thread-safe.
 *
 * <p>{@link CachedStateStore} is not Kafka's public API. {@code MeteringIT} fails where a version no longer calls it: a restart would lose state.
 */
final class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private final Map<Node, Runnable> steps = new EnumMap<>(Node.class);
    private @Nullable CountedCallStore counted;
    private boolean open;

    CommitHook(String name) {
        this.name = name;
    }

    /** Runs before each commit of the task, on its thread; replaces what the step gave before. */
    void beforeCommit(Node step, Runnable save) {
        steps.put(step, save);
    }

    /** What two steps of the task share, made by whichever comes first. */
    CountedCallStore counted(Supplier<CountedCallStore> made) {
        if (counted == null) {
            counted = made.get();
        }
        return counted;
    }

    @Override
    public void flushCache() {
        steps.values().forEach(Runnable::run);
        if (counted != null) {
            counted.write();
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    /** A task that is closed dirty begins again from its stores, so what the steps hold is not written. */
    @Override
    public void clearCache() {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
        steps.clear();
        counted = null;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
