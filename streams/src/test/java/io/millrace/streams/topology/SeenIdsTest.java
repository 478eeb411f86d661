package io.millrace.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    @Test
    void setHoldsWhatWasAddedAndNothingElse() {
        Trials.run(10, random -> {
            IdSet ids = new IdSet();
            Set<UUID> reference = new HashSet<>();
            for (int step = 0; step < 50_000; step++) {
                // Few bits, so that ids repeat, and the one of zeros comes.
                UUID id = new UUID(random.nextLong(64), random.nextLong(512));
                assertThat(ids.contains(id.getMostSignificantBits(), id.getLeastSignificantBits()))
                        .isEqualTo(reference.contains(id));
                assertThat(ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits()))
                        .isEqualTo(reference.add(id));
            }
            assertThat(ids.size()).isEqualTo(reference.size());
        });
    }

    @Test
    void setTakesAtMost54BytesAnId() {
        Trials.run(1, random -> {
            IdSet ids = new IdSet();
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(ids.add(random.nextLong(), random.nextLong())).isTrue();
            }
            assertThat(ids.heapBytes()).isBetween(26L * ids.size(), 54L * ids.size());
        });
    }

    @Test
    void idIsKnownInItsWindowAndTheNext() {
        Trials.run(20, random -> {
            SeenStore store = new SeenStore("seen");
            Map<UUID, Integer> putIn = new HashMap<>();
            int window = 100;
            for (int step = 0; step < 5_000; step++) {
                window += random.nextInt(500) == 0 ? random.nextInt(1, 4) : 0;
                UUID id = new UUID(0, random.nextLong(2_000));
                Integer before = putIn.get(id);
                boolean known = before != null && before >= window - 1;
                Bytes key = Bytes.wrap(SeenIds.key(window, id));
                assertThat(store.get(key) != null).isEqualTo(known);
                if (!known) {
                    store.put(Bytes.wrap(SeenIds.key(window)), bytes(id));
                    putIn.put(id, window);
                }
            }
        });
    }

    /** However long a transaction is. */
    @Test
    void idsAreWrittenInRecordsThatABrokerTakes() {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("seen"), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        SeenIds ids = new SeenIds(store, 1_000);
        int written = 0;
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add(new UUID(1, i), 5)).isTrue();
            written += taken(store);
        }
        ids.write();
        assertThat(written + taken(store)).isEqualTo(100_000 * 16);
    }

    @Test
    void sizeIsThatOfTheTwoWindows() {
        SeenStore store = new SeenStore("seen");
        for (int window = 1; window <= 3; window++) {
            for (int i = 0; i < window * 5; i++) {
                byte[] two = bytes(new UUID(window, 2L * i), new UUID(window, 2L * i + 1));
                store.put(Bytes.wrap(SeenIds.key(window)), two);
            }
        }
        assertThat(store.approximateNumEntries()).isEqualTo(20 + 30);
        store.put(Bytes.wrap(SeenIds.key(9)), bytes(new UUID(9, 9)));
        assertThat(store.approximateNumEntries()).isEqualTo(1);
    }

    /** Takes the record that was written, if any. Its size. */
    private static int taken(KeyValueStore<byte[], byte[]> store) {
        byte[] record = store.delete(SeenIds.key(0));
        assertThat(record == null ? 0 : record.length).isLessThanOrEqualTo(256 * 1024);
        return record == null ? 0 : record.length;
    }

    private static byte[] bytes(UUID... ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.length * 16);
        for (UUID id : ids) {
            bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return bytes.array();
    }
}
