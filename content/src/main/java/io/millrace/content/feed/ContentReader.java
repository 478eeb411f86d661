package io.millrace.content.feed;

import io.millrace.avro.content.SealedContent;
import io.millrace.content.ContentTopic;
import io.millrace.content.seal.SealedBodies;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads bodies on a thread of its own and hands them on, each at least once, until it is closed. Thread-safe. */
public final class ContentReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final int BODIES_MAX = 50;

    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<SealedContent> deserializer;
    private final BodiesTaker taker;
    private final LongAdder taken = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable String failure;

    private ContentReader(
            String name,
            Consumer<byte[], byte[]> consumer,
            Deserializer<SealedContent> deserializer,
            BodiesTaker taker) {
        this.name = name;
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.taker = taker;
        thread = new Thread(this::run, "content-" + name);
    }

    /** @param name part of the consumer group: {@code millrace-content-<name>} */
    public static ContentReader start(String name, KafkaAccess kafka, RegistryAccess registry, BodiesTaker taker) {
        Map<String, Object> properties = kafka.properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "millrace-content-" + name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BODIES_MAX);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(ContentTopic.NAME));
        Deserializer<SealedContent> deserializer = AvroSerdes.at(registry).deserializer(ContentTopic.of(1));
        ContentReader reader = new ContentReader(name, consumer, deserializer, taker);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    public long taken() {
        return taken.sum();
    }

    /** Records that are no content; passed over. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** What the last step failed of; null when it did not. */
    public @Nullable String failure() {
        return failure;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                step();
            }
        } catch (WakeupException e) {
            LOG.debug("{}: told to end", name);
        } catch (InterruptedException e) {
            LOG.warn("{}: interrupted; what was under way comes again at the next start", name);
        }
    }

    private void step() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        try {
            records = consumer.poll(POLL);
            List<SealedBodies> bodies = decode(records);
            if (!bodies.isEmpty()) {
                taker.take(bodies);
                taken.add(bodies.size());
            }
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
            failure = null;
        } catch (WakeupException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The edge of the thread: the broker, the registry and the taker fail in their own ways.
            failed(e);
            rewind(records);
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void failed(Exception e) {
        String message = name + ": " + e.getMessage();
        if (!message.equals(failure)) {
            LOG.warn("{} failed; tried again every {}", name, PAUSE, e);
        }
        failure = message;
    }

    private void rewind(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> from = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            from.putIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset()));
        }
        from.keySet().retainAll(consumer.assignment());
        from.forEach(consumer::seek);
    }

    private List<SealedBodies> decode(ConsumerRecords<byte[], byte[]> records) {
        List<SealedBodies> bodies = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                bodies.add(ContentMapping.fromAvro(deserializer.deserialize(record.topic(), record.value())));
            } catch (UnreadableRecordException | IllegalArgumentException | NullPointerException e) {
                unreadable.increment();
                LOG.warn("{}: record {}-{} is no content; passed over", name, record.partition(), record.offset(), e);
            }
        }
        return bodies;
    }

    /** Waits up to 10 s for what is under way. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_MAX.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
