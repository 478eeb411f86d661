package io.millrace.client.verdict;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policy ids by number, so that a decision holds four bytes in place of a text. One thread writes, any number read.
 *
 * <p>Uses are counted; a number nobody uses goes to another id, but only after {@link #reclaim} has begun a new epoch. A
 * reader that sees the same epoch before it looks up a decision and after it has the text has the right text.
 */
final class PolicyIds {
    private static final VarHandle TEXT = MethodHandles.arrayElementVarHandle(String[].class);
    private static final int SMALLEST = 64;
    /** A text of 20 characters with its array, an entry of the map with its number, and the two array slots. */
    private static final long ENTRY_BYTES = 150;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final List<Integer> unused = new ArrayList<>();
    private volatile String[] texts = new String[SMALLEST];
    private volatile long epoch;
    private volatile int known;
    private int[] uses = new int[SMALLEST];
    private int highest;

    /** The epoch of the numbers; it changes only when numbers are about to be given to other ids. */
    long epoch() {
        return epoch;
    }

    /** The id with this number. */
    String text(int number) {
        return (String) TEXT.getAcquire(texts, number);
    }

    int size() {
        return known;
    }

    /** Heap held, in bytes; an estimate. */
    long heapBytes() {
        return known * ENTRY_BYTES;
    }

    /** Writer only. The number of the id, with one use more. */
    int use(String id) {
        Integer number = numbers.get(id);
        if (number == null) {
            number = give(id);
        }
        uses[number]++;
        return number;
    }

    /** Writer only. One use less. */
    void release(int number) {
        if (--uses[number] == 0) {
            unused.add(number);
        }
    }

    /** Writer only, now and then: numbers that nobody uses any more become free. */
    void reclaim() {
        if (unused.isEmpty()) {
            return;
        }
        long next = epoch + 1;
        epoch = next;
        for (int number : unused) {
            String id = texts[number];
            if (uses[number] == 0 && numbers.remove(id, number)) {
                free.add(number);
            }
        }
        unused.clear();
        known = numbers.size();
    }

    private int give(String id) {
        @Nullable Integer freed = free.poll();
        int number = freed == null ? highest++ : freed;
        if (number == uses.length) {
            uses = Arrays.copyOf(uses, uses.length * 2);
            texts = Arrays.copyOf(texts, uses.length);
        }
        TEXT.setRelease(texts, number, id);
        numbers.put(id, number);
        known = numbers.size();
        return number;
    }
}
