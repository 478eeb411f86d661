package io.millrace.streams.topology;

import io.millrace.streams.metering.Logged;
import io.millrace.streams.state.ChunkInput;
import io.millrace.streams.state.ChunkOutput;
import io.millrace.streams.state.StateCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of one kind, as a log: what a transaction changed is written when it ends, as a few large records of a
 * changelog where a record for each state would cost more than the counting. Not thread-safe.
 *
 * <p>A state that is written again is dead in its earlier chunk. When twice as much is dead as alive, the oldest chunks are
 * dropped and what is alive in them is written anew, at most twice what the transaction itself wrote: the log holds about three
 * to four times the states alive, which bounds a restart. Chunks are dropped in the order in which they were written, so that a removal is
 * kept for as long as a chunk with what it removed. After M. Rosenblum and J. Ousterhout, The Design and Implementation of a
 * Log-Structured File System, 1992.
 */
final class StateLog<S extends Logged> {
    private static final int CHUNK_BYTES = 256 * 1024;
    /** States dead that nobody minds. */
    private static final int SPARE = 1_000;

    private static final int WRITTEN_MAX = 3;

    private record Chunk<S>(long number, int size, List<S> states) {}

    private final KeyValueStore<Long, byte[]> store;
    private final StateCodec<S> codec;
    private final Function<S, String> keyOf;
    private final ChunkOutput<S> out;
    private final Deque<Chunk<S>> chunks = new ArrayDeque<>();
    private final List<S> unsaved = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private List<S> next = new ArrayList<>();
    private long nextNumber;
    private long written;
    private long alive;

    /** @param keyOf what no other state has */
    StateLog(KeyValueStore<Long, byte[]> store, StateCodec<S> codec, Function<S, String> keyOf) {
        this.store = store;
        this.codec = codec;
        this.keyOf = keyOf;
        this.out = new ChunkOutput<>(codec);
    }

    /** Reads what an earlier run wrote, once, before anything else. */
    void restore(Consumer<S> to) {
        Map<String, S> newest = new HashMap<>();
        inOrder().forEach((number, bytes) -> restore(number, bytes, newest));
        alive = newest.size();
        // What was read of a state before its newest writing is of no use.
        chunks.forEach(chunk -> chunk.states.removeIf(state -> state.chunk() != chunk.number));
        newest.values().forEach(to);
    }

    private void restore(long number, byte[] bytes, Map<String, S> newest) {
        List<S> states = new ArrayList<>();
        new ChunkInput<>(codec)
                .read(
                        bytes,
                        state -> {
                            state.writtenTo(number);
                            states.add(state);
                            outdate(newest.put(keyOf.apply(state), state));
                        },
                        key -> outdate(newest.remove(key)));
        chunks.add(new Chunk<>(number, states.size(), states));
        written += states.size();
        nextNumber = number + 1;
    }

    private void outdate(@Nullable S before) {
        if (before != null) {
            before.writtenTo(Logged.NOWHERE);
        }
    }

    private NavigableMap<Long, byte[]> inOrder() {
        NavigableMap<Long, byte[]> inOrder = new TreeMap<>();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(chunk -> inOrder.put(chunk.key, chunk.value));
        }
        return inOrder;
    }

    /** Keeps what the state is when the transaction ends. */
    void save(S state) {
        if (state.touch()) {
            unsaved.add(state);
        }
    }

    /** The state is no more; a new one may have its key. */
    void remove(S state) {
        if (state.chunk() != Logged.NOWHERE) {
            removed.add(keyOf.apply(state));
            alive--;
        }
        state.writtenTo(Logged.NOWHERE);
    }

    /** Writes what was saved and removed. */
    void write() {
        long before = written;
        removed.forEach(out::remove);
        removed.clear();
        for (S state : unsaved) {
            if (state.isUnsaved()) {
                append(state);
            }
        }
        unsaved.clear();
        drop(2 * (written - before) + SPARE);
        cut();
    }

    /** Drops the oldest chunks while more is dead than alive, so many states of them at most. */
    private void drop(long atMost) {
        long left = atMost;
        while (left > 0 && written > WRITTEN_MAX * alive + SPARE && !chunks.isEmpty()) {
            Chunk<S> oldest = chunks.remove();
            written -= oldest.size;
            left -= Math.max(1, oldest.size);
            for (S state : oldest.states) {
                if (state.chunk() == oldest.number) {
                    append(state);
                }
            }
            store.delete(oldest.number);
        }
    }

    private void append(S state) {
        alive += state.chunk() == Logged.NOWHERE ? 1 : 0;
        state.writtenTo(nextNumber);
        out.add(state);
        next.add(state);
        written++;
        if (out.sizeBytes() >= CHUNK_BYTES) {
            cut();
        }
    }

    private void cut() {
        if (!out.isEmpty()) {
            store.put(nextNumber, out.take());
            chunks.add(new Chunk<>(nextNumber, next.size(), next));
            next = new ArrayList<>();
            nextNumber++;
        }
    }
}
