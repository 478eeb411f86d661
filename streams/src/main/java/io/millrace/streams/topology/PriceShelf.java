package io.millrace.streams.topology;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price book of a process, built from the global store when it is first asked for and again after a change.
 * A price that cannot be read is left out, logged, counted and rejected: its model is unpriced. Thread-safe.
 */
final class PriceShelf {
    private static final Logger LOG = LoggerFactory.getLogger(PriceShelf.class);

    /** A book, what is left out of it, and the number of changes it knows. */
    private record Edition(PriceBook book, List<RefusedPrice> refused, long changes) {}

    private final String topic;
    private final Deserializer<io.millrace.avro.Price> deserializer;
    private final StreamsCounters counters;
    private final Map<String, RefusedPrice.Arrival> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Edition edition = new Edition(PriceBook.EMPTY, List.of(), -1);

    PriceShelf(String topic, Deserializer<io.millrace.avro.Price> deserializer, StreamsCounters counters) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.counters = counters;
    }

    /**
     * To be called after the store has changed.
     *
     * @param arrival of the price; null where it is not known
     */
    void changed(String priceId, RefusedPrice.@Nullable Arrival arrival) {
        if (arrival == null) {
            arrivals.remove(priceId);
        } else {
            arrivals.put(priceId, arrival);
        }
        changes.incrementAndGet();
    }

    /** Grows with every change of the store. */
    long changes() {
        return changes.get();
    }

    PriceBook book(ReadOnlyKeyValueStore<String, byte[]> store) {
        return newest(store).book();
    }

    /** What is left out of the book. */
    List<RefusedPrice> refused(ReadOnlyKeyValueStore<String, byte[]> store) {
        return newest(store).refused();
    }

    private Edition newest(ReadOnlyKeyValueStore<String, byte[]> store) {
        Edition current = edition;
        return current.changes() == changes.get() ? current : rebuild(store);
    }

    private synchronized Edition rebuild(ReadOnlyKeyValueStore<String, byte[]> store) {
        long known = changes.get();
        if (edition.changes() != known) {
            List<Price> prices = new ArrayList<>();
            List<RefusedPrice> refused = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> add(entry, prices, refused));
            }
            edition = new Edition(PriceBook.of(prices), List.copyOf(refused), known);
        }
        return edition;
    }

    private void add(KeyValue<String, byte[]> entry, List<Price> prices, List<RefusedPrice> refused) {
        try {
            prices.add(read(entry));
        } catch (UnreadableRecordException e) {
            leaveOut(entry, Rejector.rejection(e), refused);
        } catch (IllegalArgumentException e) {
            leaveOut(entry, Rejector.rejection(e), refused);
        }
    }

    private Price read(KeyValue<String, byte[]> entry) {
        Price price = RatingMapping.fromAvro(deserializer.deserialize(topic, entry.value));
        if (!price.priceId().equals(entry.key)) {
            throw Expected.illegal("price key", entry.key, price.priceId());
        }
        return price;
    }

    private void leaveOut(KeyValue<String, byte[]> entry, Rejection rejection, List<RefusedPrice> refused) {
        counters.unreadablePrice();
        LOG.warn("price {} is left out: {}", entry.key, rejection.detail());
        RefusedPrice.Arrival arrival = arrivals.get(entry.key);
        if (arrival != null) {
            byte[] key = entry.key.getBytes(StandardCharsets.UTF_8);
            Received received = new Received(key, entry.value, arrival.timestampMillis());
            refused.add(new RefusedPrice(entry.key, received, arrival.place(), rejection));
        }
    }
}
