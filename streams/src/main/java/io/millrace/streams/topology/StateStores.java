package io.millrace.streams.topology;

import io.millrace.streams.state.AccountCodec;
import io.millrace.streams.state.BudgetStateCodec;
import io.millrace.streams.state.PendingDrawdownCodec;
import io.millrace.streams.state.ScopeStateCodec;
import io.millrace.streams.state.UnpricedCallCodec;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * How each store is built. All are logged. What changes with every call is cached, so that a changelog gets the last
 * value per commit; event ids are written once each, and a cache would only hold them up.
 */
final class StateStores {
    private StateStores() {}

    static StoreBuilder<?> builder(Store store) {
        Serde<String> text = Serdes.String();
        Serde<byte[]> bytes = Serdes.ByteArray();
        return switch (store) {
            case PRICES -> plain(store, text, bytes).withLoggingDisabled();
            case SEEN, COUNTED -> plain(store, bytes, bytes).withLoggingEnabled(Map.of());
            case TOTALS -> cached(store, text, Serdes.Long());
            case WORKSPACES, POLICIES, MARKS -> plain(store, text, bytes).withLoggingEnabled(Map.of());
            case UNPRICED ->
                plain(store, text, CodecSerde.of(new UnpricedCallCodec())).withLoggingEnabled(Map.of());
            case SCOPES -> cached(store, text, CodecSerde.of(new ScopeStateCodec()));
            case LATE_WINDOWS -> cached(store, text, CodecSerde.of(new BudgetStateCodec()));
            case ACCOUNTS -> cached(store, text, CodecSerde.of(new AccountCodec()));
            case DRAWDOWNS -> cached(store, text, CodecSerde.of(new PendingDrawdownCodec()));
        };
    }

    /** The store of the prices, which every task reads. */
    static StoreBuilder<KeyValueStore<String, byte[]>> prices() {
        return plain(Store.PRICES, Serdes.String(), Serdes.ByteArray()).withLoggingDisabled();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> plain(Store store, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store.id()), key, value);
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> cached(Store store, Serde<K> key, Serde<V> value) {
        return plain(store, key, value).withCachingEnabled().withLoggingEnabled(Map.of());
    }
}
