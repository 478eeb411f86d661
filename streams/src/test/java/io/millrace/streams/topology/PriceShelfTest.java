package io.millrace.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.metering.Prices;
import io.millrace.streams.state.KeptPrice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a restart gives back is in force only for a price that is still there, and whose newest version is refused. */
class PriceShelfTest {
    private static final Topics TOPICS = Topics.of(1);
    private static final Price ONE = Prices.of(Prices.rate(Component.INPUT, "1e-6"));
    private static final Price TWO = Prices.of(Prices.rate(Component.INPUT, "2e-6"));
    private static final byte[] GARBAGE = "no price".getBytes(StandardCharsets.UTF_8);

    private final AvroSerdes serdes = new AvroSerdes(new MemoryRegistry());
    private final PriceShelf shelf =
            new PriceShelf(TOPICS.prices().name(), serdes.deserializer(TOPICS.prices()), new StreamsCounters());
    private final Map<String, byte[]> topic = new TreeMap<>();
    private final ReadOnlyKeyValueStore<String, byte[]> store = new MapStore(topic);

    private byte[] bytes(Price price) {
        return serdes.serializer(TOPICS.prices()).serialize(TOPICS.prices().name(), RatingMapping.toAvro(price));
    }

    private void arrives(byte @Nullable [] value, long offset) {
        if (value == null) {
            topic.remove(ONE.priceId());
        } else {
            topic.put(ONE.priceId(), value);
        }
        SourcePlace place = new SourcePlace(TOPICS.prices().name(), 0, offset);
        shelf.changed(ONE.priceId(), value, new RefusedPrice.Arrival(0, place));
    }

    private void recall(byte[] value, long offset) {
        shelf.recall(ONE.priceId(), new KeptPrice(offset, ByteBuffer.wrap(value)));
    }

    private @Nullable Price inForce() {
        return shelf.book(store).lookup(ONE.provider(), ONE.model(), 1);
    }

    @Test
    void recalledVersionStandsInForARefusedOne() {
        arrives(GARBAGE, 9);
        assertThat(inForce()).isNull();
        recall(bytes(ONE), 3);
        assertThat(inForce()).isEqualTo(ONE);
        assertThat(shelf.refused(store)).hasSize(1);
        assertThat(shelf.kept(store)).hasSize(1);
    }

    @Test
    void newerOfTwoRecalledVersionsStays() {
        arrives(GARBAGE, 9);
        recall(bytes(TWO), 5);
        recall(bytes(ONE), 3);
        assertThat(inForce()).isEqualTo(TWO);
    }

    @Test
    void recalledVersionGivesWayToAGoodOneOfTheTopic() {
        recall(bytes(ONE), 3);
        arrives(bytes(TWO), 5);
        assertThat(inForce()).isEqualTo(TWO);
        arrives(GARBAGE, 9);
        assertThat(inForce()).isEqualTo(TWO);
    }

    @Test
    void recalledVersionOfAPriceThatIsGoneStaysGone() {
        recall(bytes(ONE), 3);
        assertThat(inForce()).isNull();
        assertThat(shelf.kept(store)).isEmpty();
        arrives(GARBAGE, 9);
        assertThat(inForce()).isNull();
    }

    @Test
    void deletionEndsWhatCameBeforeItAndNothingLater() {
        arrives(null, 2);
        arrives(GARBAGE, 9);
        recall(bytes(ONE), 3);
        assertThat(inForce()).isEqualTo(ONE);
        arrives(null, 10);
        arrives(GARBAGE, 11);
        assertThat(inForce()).isNull();
    }

    @Test
    void recalledVersionThatIsRefusedTodayIsLeftOut() {
        recall(GARBAGE, 3);
        arrives(GARBAGE, 9);
        assertThat(inForce()).isNull();
        assertThat(shelf.refused(store)).hasSize(1);
    }
}
