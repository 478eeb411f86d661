package io.millrace.schemas.serde;

import io.millrace.schemas.serde.RegistryException.Fault;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Answers that are asked for once, however many threads want them, and kept for good. Failures are handed to those who
 * waited and then forgotten. No lock is held while the answer is on its way. Thread-safe.
 */
final class SingleFlight<K, V> {
    private final Map<K, V> known = new ConcurrentHashMap<>();
    private final Map<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    V get(K key, Supplier<V> ask) {
        while (true) {
            V answer = known.get(key);
            if (answer != null) {
                return answer;
            }
            CompletableFuture<V> mine = new CompletableFuture<>();
            CompletableFuture<V> theirs = underWay.putIfAbsent(key, mine);
            if (theirs == null) {
                return fly(key, ask, mine);
            }
            try {
                return theirs.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException(
                        Fault.UNAVAILABLE, "schema registry: interrupted (expected: time to answer)", e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RuntimeException failure)) {
                    throw new IllegalStateException("schema registry: failed (expected: an answer)", e.getCause());
                }
                if (!(failure.getCause() instanceof InterruptedException)) {
                    throw failure;
                }
                // The thread that asked was interrupted, not this one, which asks again.
            }
        }
    }

    private V fly(K key, Supplier<V> ask, CompletableFuture<V> mine) {
        try {
            // Another flight may have landed between the look and the start.
            V landed = known.get(key);
            V answer = landed == null ? ask.get() : landed;
            known.put(key, answer);
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.remove(key, mine);
        }
    }
}
