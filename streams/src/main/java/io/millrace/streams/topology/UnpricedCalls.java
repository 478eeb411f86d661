package io.millrace.streams.topology;

import io.millrace.streams.metering.Admission;
import io.millrace.streams.state.UnpricedCall;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that wait for a price, for as long as calls may be late; at most so many of a workspace, and what is beyond
 * stays unpriced, counted and logged. Memory: that of their records. Not thread-safe.
 */
final class UnpricedCalls {
    private static final Logger LOG = LoggerFactory.getLogger(UnpricedCalls.class);

    private final KeyValueStore<String, UnpricedCall> store;
    private final int workspaceMax;
    private final StreamsCounters counters;
    private final Map<String, Integer> counts = new HashMap<>();

    UnpricedCalls(KeyValueStore<String, UnpricedCall> store, int workspaceMax, StreamsCounters counters) {
        this.store = store;
        this.workspaceMax = workspaceMax;
        this.counters = counters;
        try (KeyValueIterator<String, UnpricedCall> all = store.all()) {
            all.forEachRemaining(entry -> counts.merge(entry.value.workspaceId(), 1, Integer::sum));
        }
    }

    /** Keeps the newest record of a call, in place of an older one. */
    void keep(UUID originalId, Input.Call call) {
        String workspaceId = call.usage().workspaceId();
        String key = key(workspaceId, originalId);
        byte[] value = call.received().value();
        boolean known = store.get(key) != null;
        if (value == null || (!known && counts.getOrDefault(workspaceId, 0) >= workspaceMax)) {
            counters.unpricedForgotten();
            LOG.warn("unpriced calls of {}: {} (expected: fewer); {} stays unpriced", workspaceId, workspaceMax, key);
            return;
        }
        if (!known) {
            counts.merge(workspaceId, 1, Integer::sum);
        }
        store.put(
                key,
                new UnpricedCall(
                        workspaceId,
                        originalId,
                        call.received().timestampMillis(),
                        call.usage().occurredAtMicros(),
                        ByteBuffer.wrap(value)));
    }

    void remove(String workspaceId, UUID originalId) {
        if (store.delete(key(workspaceId, originalId)) != null) {
            counts.computeIfPresent(workspaceId, (id, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** The keys of all waiting calls, in order: the same calls give the same records in the same order. */
    Deque<String> keys() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, UnpricedCall> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        Collections.sort(keys);
        return new ArrayDeque<>(keys);
    }

    /** Null when the call no longer waits. */
    @Nullable
    UnpricedCall get(String key) {
        return store.get(key);
    }

    /** Forgets the call when it is older than calls may be. True when it did. */
    boolean expire(UnpricedCall call, long streamTimeMicros) {
        boolean late = call.occurredAtMicros() < streamTimeMicros - Admission.LATE_MICROS_MAX;
        if (late) {
            remove(call.workspaceId(), call.originalId());
            counters.unpricedForgotten();
        }
        return late;
    }

    private static String key(String workspaceId, UUID originalId) {
        return workspaceId + "|" + originalId;
    }
}
