package io.millrace.alerts.kafka;

import io.millrace.alerts.AlertsSettings;
import io.millrace.alerts.Destination;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RegistryProbe;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Every destination at work. Thread-safe. */
public final class AlertDelivery implements AutoCloseable {
    private static final int BLOCK_MILLIS_MAX = 15_000;
    private static final int POLL_RECORDS_MAX = 100;
    /** After which another instance takes over from one that died: the least that brokers allow by default. */
    private static final int SESSION_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 1_500;

    /** A destination, and what it did. */
    private record Running(String name, DestinationThread thread, DeliveryCounters counters) {}

    private final List<Running> running = new ArrayList<>();
    private final UndeliveredTopic undelivered;

    private AlertDelivery(AlertsSettings settings, Topics topics, Duration closeMax, Clock clock) {
        AvroSerdes serdes = AvroSerdes.at(settings.registry());
        undelivered = new UndeliveredTopic(producer(settings), serdes, topics);
        MessageReader reader = new MessageReader(serdes, topics);
        for (Destination destination : settings.destinations()) {
            running.add(prepare(settings, destination, reader, topics, closeMax, clock));
        }
    }

    /**
     * Asks the broker and the registry whether they let it in, and returns before anything is read.
     *
     * @param closeMax how long closing waits for tries under way
     */
    public static AlertDelivery start(AlertsSettings settings, Topics topics, Duration closeMax, Clock clock) {
        KafkaProbe.require(settings.kafka());
        RegistryProbe.require(settings.registry());
        AlertDelivery delivery = new AlertDelivery(settings, topics, closeMax, clock);
        delivery.running.forEach(each -> each.thread().start());
        return delivery;
    }

    private Running prepare(
            AlertsSettings settings,
            Destination destination,
            MessageReader reader,
            Topics topics,
            Duration closeMax,
            Clock clock) {
        DeliveryCounters counters = new DeliveryCounters();
        Deliverer deliverer = new Deliverer(
                destination.name(),
                destination.interest(),
                destination.way().open(clock),
                settings.retry(),
                reader,
                undelivered,
                counters,
                clock);
        KafkaConsumer<byte[], byte[]> consumer = consumer(settings, destination);
        var tries = Executors.newFixedThreadPool(destination.concurrency());
        List<String> names = List.of(topics.alerts().name(), topics.notices().name());
        FirstOffsets first = new FirstOffsets(consumer, names, destination.lookBack(), clock);
        DestinationConsumer reading =
                new DestinationConsumer(consumer, deliverer, counters, tries, destination.concurrency(), first, clock);
        reading.subscribe(names);
        return new Running(
                destination.name(),
                new DestinationThread(destination.name(), consumer, reading, tries, closeMax),
                counters);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(AlertsSettings settings, Destination destination) {
        String group = settings.group() + "-" + destination.name();
        Map<String, Object> properties = settings.kafka().properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Only where the log no longer holds what was committed: the oldest it has.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> producer(AlertsSettings settings) {
        Map<String, Object> properties = settings.kafka().properties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.group() + "-undelivered");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS_MAX);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What each destination did since the start. */
    public List<DeliveryTotals> totals() {
        return running.stream().map(each -> each.counters().totals(each.name())).toList();
    }

    /** What the destinations fail of now, one line each; of Kafka and the registry, not of receivers. */
    public List<String> failures() {
        return running.stream()
                .flatMap(each ->
                        Stream.of(each.thread().failure(), each.counters().held()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** False once a destination's thread has ended by a fault. */
    public boolean isAlive() {
        return running.stream().allMatch(each -> each.thread().isAlive());
    }

    /** Lets tries under way end, within the bound, and commits. */
    @Override
    public void close() {
        running.forEach(each -> each.thread().stop());
        running.forEach(each -> each.thread().close());
        undelivered.close();
    }
}
