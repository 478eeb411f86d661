package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the newest value of every price in the global store, as read, since that is how the store is restored too. */
final class KeepPrice implements Processor<String, byte[], Void, Void> {
    private final PriceShelf shelf;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<String, byte[]> store;

    KeepPrice(PriceShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void init(ProcessorContext<Void, Void> initialized) {
        context = initialized;
        store = initialized.getStateStore(Store.PRICES.id());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        byte @Nullable [] value = record.value();
        // A key that is missing belongs to no price: kept under the empty one, its value is refused.
        String key = record.key() == null ? "" : record.key();
        if (value == null) {
            Initialized.of(store).delete(key);
        } else {
            Initialized.of(store).put(key, value);
        }
        RecordMetadata where = Initialized.of(context).recordMetadata().orElseThrow();
        SourcePlace place = new SourcePlace(where.topic(), where.partition(), where.offset());
        shelf.changed(key, value, new RefusedPrice.Arrival(record.timestamp(), place));
    }
}
