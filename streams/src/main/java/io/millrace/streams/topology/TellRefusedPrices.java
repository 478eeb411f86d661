package io.millrace.streams.topology;

import io.millrace.schemas.rating.SourcePlace;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Sends the versions of prices that are refused to the rejected topic, each once. The prices are read by a thread that
 * writes nothing, so one task does it for all. Not thread-safe.
 */
final class TellRefusedPrices {
    /** The task that does it. */
    static final int PARTITION = 0;

    private final PriceShelf shelf;
    private final ReadOnlyKeyValueStore<String, byte[]> prices;
    private final KeyValueStore<String, Long> told;
    private final Rejector rejector;

    /** @param told price id to the offset of its newest version that was rejected */
    TellRefusedPrices(
            PriceShelf shelf,
            ReadOnlyKeyValueStore<String, byte[]> prices,
            KeyValueStore<String, Long> told,
            Rejector rejector) {
        this.shelf = shelf;
        this.prices = prices;
        this.told = told;
        this.rejector = rejector;
    }

    void run() {
        for (RefusedPrice price : shelf.refused(prices)) {
            SourcePlace place = price.place();
            Long known = told.get(price.priceId());
            if (known == null || known < place.offset()) {
                rejector.reject(price.received(), price.rejection(), null, place);
                told.put(price.priceId(), place.offset());
            }
        }
    }
}
