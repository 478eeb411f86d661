package io.millrace.streams.topology;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rejection;
import io.millrace.streams.state.KeptPrice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price book of a process, built from the global store when it is first asked for and again after a change. A version
 * that cannot be read is logged, counted and rejected, and the last good one of its price stays in force: a typo must not
 * end the billing of a model. Where there was none, the model is unpriced. Thread-safe.
 */
final class PriceShelf {
    private static final Logger LOG = LoggerFactory.getLogger(PriceShelf.class);

    /** A book, the good version of each price, the newest versions that are not in it, and the number of changes it knows. */
    private record Edition(PriceBook book, Map<String, KeptPrice> kept, List<RefusedPrice> refused, long changes) {}

    /** A value of the topic, good or not; null ends its price. */
    private record Version(String priceId, @Nullable KeptPrice price, long offset) {}

    private final String topic;
    private final Deserializer<io.millrace.avro.Price> deserializer;
    private final StreamsCounters counters;
    private final Map<String, RefusedPrice.Arrival> arrivals = new ConcurrentHashMap<>();
    /** What has come since the last edition: the store has the newest of them only. */
    private final Queue<Version> unread = new ConcurrentLinkedQueue<>();
    /** Guarded by this: price id to its newest good version. */
    private final Map<String, KeptPrice> good = new HashMap<>();

    private final AtomicLong changes = new AtomicLong();
    private volatile Edition edition = new Edition(PriceBook.EMPTY, Map.of(), List.of(), -1);

    PriceShelf(String topic, Deserializer<io.millrace.avro.Price> deserializer, StreamsCounters counters) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.counters = counters;
    }

    /**
     * To be called after the store has changed.
     *
     * @param value of the price; null where it was deleted
     */
    void changed(String priceId, byte @Nullable [] value, RefusedPrice.Arrival arrival) {
        if (value == null) {
            arrivals.remove(priceId);
        } else {
            arrivals.put(priceId, arrival);
        }
        long offset = arrival.place().offset();
        KeptPrice price = value == null ? null : new KeptPrice(offset, ByteBuffer.wrap(value));
        unread.add(new Version(priceId, price, offset));
        changes.incrementAndGet();
    }

    /** Takes back a version that was good in an earlier life of the process, or in another one. */
    synchronized void recall(String priceId, KeptPrice price) {
        keep(priceId, price);
        changes.incrementAndGet();
    }

    /** Grows with every change of the store. */
    long changes() {
        return changes.get();
    }

    PriceBook book(ReadOnlyKeyValueStore<String, byte[]> store) {
        return newest(store).book();
    }

    /** Price id to its newest good version, of all that have one; the same map until prices change. */
    Map<String, KeptPrice> kept(ReadOnlyKeyValueStore<String, byte[]> store) {
        return newest(store).kept();
    }

    /** The newest versions that are not in the book. */
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
            readArrived();
            Set<String> ids = new HashSet<>();
            List<Price> prices = new ArrayList<>();
            List<RefusedPrice> refused = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> {
                    ids.add(entry.key);
                    add(entry, prices, refused);
                });
            }
            good.keySet().retainAll(ids);
            edition = new Edition(PriceBook.of(prices), Map.copyOf(good), List.copyOf(refused), known);
        }
        return edition;
    }

    /** A version stays in the queue where the registry does not answer. */
    private void readArrived() {
        for (Version version = unread.peek(); version != null; version = unread.peek()) {
            KeptPrice known = good.get(version.priceId());
            KeptPrice price = version.price();
            if (price != null && isGood(version.priceId(), price.bytes())) {
                keep(version.priceId(), price);
            } else if (price == null && known != null && known.offset() < version.offset()) {
                good.remove(version.priceId());
            }
            unread.remove();
        }
    }

    private boolean isGood(String priceId, byte[] value) {
        try {
            read(priceId, value);
            return true;
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            return false;
        }
    }

    private void keep(String priceId, KeptPrice price) {
        good.merge(priceId, price, (known, other) -> other.offset() > known.offset() ? other : known);
    }

    private void add(KeyValue<String, byte[]> entry, List<Price> prices, List<RefusedPrice> refused) {
        try {
            prices.add(read(entry.key, entry.value));
        } catch (UnreadableRecordException e) {
            addLastGood(entry, Rejector.rejection(e), prices, refused);
        } catch (IllegalArgumentException e) {
            addLastGood(entry, Rejector.rejection(e), prices, refused);
        }
    }

    private Price read(String priceId, byte[] value) {
        Price price = RatingMapping.fromAvro(deserializer.deserialize(topic, value));
        if (!price.priceId().equals(priceId)) {
            throw Expected.illegal("price key", priceId, price.priceId());
        }
        return price;
    }

    /** One that was kept by an older Millrace may break a rule of this one. */
    private @Nullable Price lastGood(String priceId) {
        KeptPrice last = good.get(priceId);
        return last != null && isGood(priceId, last.bytes()) ? read(priceId, last.bytes()) : null;
    }

    private void addLastGood(
            KeyValue<String, byte[]> entry, Rejection rejection, List<Price> prices, List<RefusedPrice> refused) {
        counters.unreadablePrice();
        Price last = lastGood(entry.key);
        if (last != null) {
            prices.add(last);
        }
        String instead = last == null ? "its model has no price" : "the version before stays in force";
        LOG.warn("price {} is refused, {}: {}", entry.key, instead, rejection.detail());
        RefusedPrice.Arrival arrival = arrivals.get(entry.key);
        if (arrival != null) {
            byte[] key = entry.key.getBytes(StandardCharsets.UTF_8);
            Received received = new Received(key, entry.value, arrival.timestampMillis());
            refused.add(new RefusedPrice(entry.key, received, arrival.place(), rejection));
        }
    }
}
