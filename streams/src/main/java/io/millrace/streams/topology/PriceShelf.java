package io.millrace.streams.topology;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.streams.metering.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price book of a process, built from the global store when it is first asked for and again after a change.
 * A price that cannot be read is left out, logged and counted: its model is unpriced. Thread-safe.
 */
final class PriceShelf {
    private static final Logger LOG = LoggerFactory.getLogger(PriceShelf.class);

    /** A book and the number of changes it knows. */
    private record Edition(PriceBook book, long changes) {}

    private final String topic;
    private final Deserializer<io.millrace.avro.Price> deserializer;
    private final StreamsCounters counters;
    private final AtomicLong changes = new AtomicLong();
    private volatile Edition edition = new Edition(PriceBook.EMPTY, -1);

    PriceShelf(String topic, Deserializer<io.millrace.avro.Price> deserializer, StreamsCounters counters) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.counters = counters;
    }

    /** To be called after the store has changed. */
    void changed() {
        changes.incrementAndGet();
    }

    /** Grows with every change of the store. */
    long changes() {
        return changes.get();
    }

    PriceBook book(ReadOnlyKeyValueStore<String, byte[]> store) {
        Edition current = edition;
        return current.changes() == changes.get() ? current.book() : rebuild(store);
    }

    private synchronized PriceBook rebuild(ReadOnlyKeyValueStore<String, byte[]> store) {
        long known = changes.get();
        if (edition.changes() != known) {
            List<Price> prices = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> add(entry, prices));
            }
            edition = new Edition(PriceBook.of(prices), known);
        }
        return edition.book();
    }

    /** A price whose terms are not rated yet would charge the wrong amount; without it, its model is unpriced. */
    private static Price requireRateable(Price price) {
        boolean plain =
                price.offPeakWindows().isEmpty() && price.regionMultipliers().isEmpty();
        if (!plain || price.workspaceId() != null) {
            throw Expected.illegal(
                    "price.off_peak_windows, region_multipliers, workspace_id", price.priceId(), "none: not rated yet");
        }
        return price;
    }

    private void add(KeyValue<String, byte[]> entry, List<Price> prices) {
        try {
            prices.add(requireRateable(RatingMapping.fromAvro(deserializer.deserialize(topic, entry.value))));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            counters.unreadablePrice();
            LOG.warn("price {} is left out: {}", entry.key, e.getMessage());
        }
    }
}
