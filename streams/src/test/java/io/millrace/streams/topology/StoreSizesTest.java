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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What a store says of its size is near what was allocated for it, and follows what it holds. */
class StoreSizesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ENTRIES = 100_000;
    private static final int VALUE_BYTES = 203;

    /** The tables that a map outgrew are garbage: less than a tenth. */
    private static void assertNearAllocated(MemoryStore store, Runnable fill) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        fill.run();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(store.heapBytes()).isBetween(allocated * 90 / 100, allocated);
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
        assertNearAllocated(store, () -> {
            for (byte[] key : keys) {
                store.put(Bytes.wrap(key.clone()), new byte[VALUE_BYTES]);
            }
        });
    }

    @Test
    void sizeOfWhatCanBeCorrectedIsNearWhatWasAllocated() {
        CountedStore store = new CountedStore("counted");
        Bytes window = Bytes.wrap(SeenIds.key(3));
        ByteBuffer entries = ByteBuffer.allocate(ENTRIES * entry(0, VALUE_BYTES).capacity());
        for (int i = 0; i < ENTRIES; i++) {
            entries.put(entry(i, VALUE_BYTES).array());
        }
        // All at once, so that what reads them is no part of what is allocated.
        assertNearAllocated(store, () -> store.put(window, entries.array()));
    }

    /** As {@link CountedCallStore} writes it. */
    private static ByteBuffer entry(long number, int length) {
        return ByteBuffer.allocate(2 * Long.BYTES + Short.BYTES + length)
                .putLong(number)
                .putLong(0x9E37_79B9_7F4A_7C15L * number)
                .putShort((short) length);
    }

    private static byte[] id(long number) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(number)
                .putLong(0x9E37_79B9_7F4A_7C15L * number)
                .array();
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
        Bytes first = Bytes.wrap(SeenIds.key(3));
        Bytes next = Bytes.wrap(SeenIds.key(4));
        for (int i = 1; i <= ENTRIES; i++) {
            counted.put(first, entry(i, VALUE_BYTES).array());
            seen.put(first, id(i));
        }
        long one = HeapSize.MAP_ENTRY + HeapSize.UUID + HeapSize.ofBytes(7);
        long full = seen.heapBytes();
        assertThat(counted.heapBytes())
                .isEqualTo(ENTRIES * (one - HeapSize.ofBytes(7) + HeapSize.ofBytes(VALUE_BYTES)));
        assertThat(full).isBetween(26L * ENTRIES, 54L * ENTRIES);
        seen.put(next, id(1));
        assertThat(seen.heapBytes()).isBetween(full, full + 10_000);
        Bytes later = Bytes.wrap(SeenIds.key(9));
        counted.put(later, entry(1, 500).array());
        counted.put(later, entry(1, 7).array());
        seen.put(later, id(1));
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
                        "kept-prices",
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
        assertThat(bytes.get("scopes")).isBetween(130L, 600L);
        assertThat(bytes.get("counted")).isBetween(100L, 300L);
        pipeline.close();
        assertThat(pipeline.links.sizes().heapBytes()).isEmpty();
    }
}
