package io.millrace.streams.topology;

import io.millrace.streams.state.KeptPrice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the good version of every price with the state of a task, and gives it back to the shelf when the task starts: the
 * prices topic is compacted, and may hold no more than the refused version that came after it. Not thread-safe.
 */
final class RememberPrices {
    private final PriceShelf shelf;
    private final ReadOnlyKeyValueStore<String, byte[]> prices;
    private final KeyValueStore<String, KeptPrice> remembered;
    private @Nullable Map<String, KeptPrice> known;

    /** @param remembered price id to its newest good version */
    RememberPrices(
            PriceShelf shelf,
            ReadOnlyKeyValueStore<String, byte[]> prices,
            KeyValueStore<String, KeptPrice> remembered) {
        this.shelf = shelf;
        this.prices = prices;
        this.remembered = remembered;
    }

    void recall() {
        try (KeyValueIterator<String, KeptPrice> all = remembered.all()) {
            all.forEachRemaining(entry -> shelf.recall(entry.key, entry.value));
        }
    }

    /** Writes what has changed since the last run. */
    void run() {
        Map<String, KeptPrice> kept = shelf.kept(prices);
        if (kept == known) {
            return;
        }
        kept.forEach((id, price) -> {
            if (!price.equals(remembered.get(id))) {
                remembered.put(id, price);
            }
        });
        gone(kept).forEach(remembered::delete);
        known = kept;
    }

    private List<String> gone(Map<String, KeptPrice> kept) {
        List<String> gone = new ArrayList<>();
        try (KeyValueIterator<String, KeptPrice> all = remembered.all()) {
            all.forEachRemaining(entry -> {
                if (!kept.containsKey(entry.key)) {
                    gone.add(entry.key);
                }
            });
        }
        return gone;
    }
}
