package io.millrace.streams.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the newest value of every price in the global store, as read, since that is how the store is restored too. */
final class KeepPrice implements Processor<String, byte[], Void, Void> {
    private final PriceShelf shelf;
    private @Nullable KeyValueStore<String, byte[]> store;

    KeepPrice(PriceShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Store.PRICES.id());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            Initialized.of(store).delete(record.key());
        } else {
            Initialized.of(store).put(record.key(), value);
        }
        shelf.changed();
    }
}
