package io.millrace.streams.topology;

import io.millrace.streams.state.BudgetStateCodec;
import io.millrace.streams.state.KeptPriceCodec;
import io.millrace.streams.state.UnpricedCallCodec;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * How each store is built. All but the hook are logged. Steps write what changes with every call when a transaction ends
 * ({@link CommitHook}), many together, so that a changelog gets the last values per commit and no cache is needed.
 */
final class StateStores {
    /** Windows of event ids that their changelog keeps: the two that matter, and one in which nobody runs. */
    private static final int WINDOWS_LOGGED = 3;

    /** Of a changelog that nothing is written to. */
    private static final Duration OFF = Duration.ofHours(1);

    private StateStores() {}

    static StoreBuilder<?> builder(Store store, Duration dedupeWindow, Duration correctionWindow) {
        Serde<String> text = Serdes.String();
        Serde<byte[]> bytes = Serdes.ByteArray();
        return switch (store) {
            case PRICES -> prices();
            case SEEN ->
                Stores.keyValueStoreBuilder(supplier(store, SeenStore::new), bytes, bytes)
                        .withLoggingEnabled(endedByRetention(dedupeWindow));
            case COUNTED ->
                Stores.keyValueStoreBuilder(supplier(store, CountedStore::new), bytes, bytes)
                        .withLoggingEnabled(endedByRetention(correctionWindow.isZero() ? OFF : correctionWindow));
            case UNPRICED -> plain(store, text, CodecSerde.of(new UnpricedCallCodec()));
            case KEPT_PRICES -> plain(store, text, CodecSerde.of(new KeptPriceCodec()));
            case TOTALS, REFUSED_PRICES -> plain(store, text, Serdes.Long());
            case WORKSPACES, POLICIES, MARKS -> plain(store, text, bytes);
            case LATE_WINDOWS -> plain(store, text, CodecSerde.of(new BudgetStateCodec()));
            case SCOPES, ACCOUNTS, DRAWDOWNS -> plain(store, Serdes.Long(), bytes);
            case COMMIT -> new CommitHookBuilder(store.id());
        };
    }

    /** The store of the prices, which every task reads. */
    static StoreBuilder<KeyValueStore<String, byte[]>> prices() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(Store.PRICES.id()), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> plain(Store store, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(supplier(store, HashStore::new), key, value)
                .withLoggingEnabled(Map.of());
    }

    /** By the broker's clock: the records' own times may be of any day. */
    private static Map<String, String> endedByRetention(Duration window) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(window.multipliedBy(WINDOWS_LOGGED).toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(window.toMillis()));
    }

    private static KeyValueBytesStoreSupplier supplier(
            Store store, Function<String, KeyValueStore<Bytes, byte[]>> made) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return store.id();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return made.apply(store.id());
            }

            @Override
            public String metricsScope() {
                return "in-memory";
            }
        };
    }
}
