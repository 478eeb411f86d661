package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.streams.metering.Policies;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What a store says of its size is near what was allocated for it, and follows what it holds. */
class StoreSizesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ENTRIES = 100_000;
    private static final int VALUE_BYTES = 203;

    /** The arrays that a map outgrew, and what reads a key, are garbage: less than a quarter. */
    private static void assertNearAllocated(MemoryStore store, IntConsumer put) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ENTRIES; i++) {
            put.accept(i);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(store.heapBytes()).isBetween(allocated * 76 / 100, allocated);
    }

    private static Bytes text(int number) {
        return Bytes.wrap(("scope-" + number).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void sizeOfAHashStoreIsNearWhatWasAllocated() {
        HashStore store = new HashStore("scopes");
        byte[][] keys = new byte[ENTRIES][];
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = text(i).get();
        }
        assertNearAllocated(store, i -> store.put(Bytes.wrap(keys[i].clone()), new byte[VALUE_BYTES]));
    }

    @Test
    void sizeOfWhatCanBeCorrectedIsNearWhatWasAllocated() {
        CountedStore store = new CountedStore("counted");
        Bytes[] keys = keys(3);
        assertNearAllocated(store, i -> store.put(keys[i], new byte[VALUE_BYTES]));
    }

    private static Bytes[] keys(int window) {
        Bytes[] keys = new Bytes[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = Bytes.wrap(SeenIds.key(window, new UUID(i, 0x9E37_79B9_7F4A_7C15L * i)));
        }
        return keys;
    }

    @Test
    void sizeOfAnIdSetIsItsArrays() {
        IdSet ids = new IdSet();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        // Too few for a part to grow: nothing is garbage.
        for (int i = 1; i <= 500; i++) {
            assertThat(ids.add(0, i * 0x9E37_79B9_7F4A_7C15L)).isTrue();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        long arrays = ids.heapBytes() - 2 * HeapSize.ofInts(256);
        assertThat(arrays).isPositive().isLessThanOrEqualTo(allocated);
        assertThat(arrays % HeapSize.ofLongs(32)).isZero();
    }

    @Test
    void sizeFollowsWhatIsHeld() {
        Trials.run(10, random -> {
            HashStore store = new HashStore("scopes");
            for (int step = 0; step < 2_000; step++) {
                store.put(text(random.nextInt(50)), random.nextBoolean() ? null : new byte[random.nextInt(300)]);
            }
            HashStore again = new HashStore("scopes");
            try (var all = store.all()) {
                all.forEachRemaining(entry -> again.put(entry.key, entry.value));
            }
            assertThat(store.heapBytes()).isEqualTo(again.heapBytes());
            for (int i = 0; i < 50; i++) {
                store.delete(text(i));
            }
            assertThat(store.heapBytes()).isZero();
        });
    }

    @Test
    void endedWindowIsNotCounted() {
        CountedStore counted = new CountedStore("counted");
        SeenStore seen = new SeenStore("seen");
        for (Bytes key : keys(3)) {
            counted.put(key, new byte[VALUE_BYTES]);
            seen.put(key, new byte[] {1});
        }
        long one = HeapSize.MAP_ENTRY + HeapSize.UUID + HeapSize.ofBytes(7);
        Bytes later = Bytes.wrap(SeenIds.key(9, new UUID(1, 1)));
        counted.put(later, new byte[500]);
        counted.put(later, new byte[7]);
        seen.put(later, new byte[] {1});
        assertThat(counted.heapBytes()).isEqualTo(one);
        assertThat(seen.heapBytes()).isLessThan(10_000);
    }

    @Test
    void openStoresAreTold() {
        Pipeline pipeline = new Pipeline();
        pipeline.policy(Policies.budget("day", Dimension.WORKSPACE, Measure.REQUESTS, 10, Period.DAY));
        pipeline.usage(Samples.usage("w", NOW, 1, 100, 0));
        pipeline.flush();
        Map<String, Long> bytes = pipeline.links.sizes().heapBytes();
        assertThat(bytes)
                .containsOnlyKeys(
                        "accounts",
                        "counted",
                        "drawdowns",
                        "late-windows",
                        "marks",
                        "policies",
                        "refused-prices",
                        "scopes",
                        "seen",
                        "totals",
                        "unpriced",
                        "workspaces");
        assertThat(bytes.get("policies")).isBetween(140L, 600L);
        assertThat(bytes.get("scopes")).isBetween(140L, 600L);
        assertThat(bytes.get("counted")).isBetween(100L, 300L);
        pipeline.close();
        assertThat(pipeline.links.sizes().heapBytes()).isEmpty();
    }
}
