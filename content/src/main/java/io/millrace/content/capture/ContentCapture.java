package io.millrace.content.capture;

import io.millrace.avro.content.SealedContent;
import io.millrace.content.ContentTopic;
import io.millrace.content.feed.ContentMapping;
import io.millrace.content.seal.CallBodies;
import io.millrace.content.seal.ContentKeys;
import io.millrace.content.seal.SealedBodies;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What a gateway hands bodies to, beside its usage and never in its way: a body that finds no room in 32 MiB of memory, or does
 * not arrive within two minutes, is dropped and counted. Seals on the caller's thread. Thread-safe.
 */
public final class ContentCapture implements AutoCloseable {
    private static final long MEMORY_BYTES = 32L << 20;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final ContentKeys keys;
    private final Producer<byte[], byte[]> producer;
    private final Topic<SealedContent> topic;
    private final Serializer<SealedContent> serializer;
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    private ContentCapture(
            ContentKeys keys,
            Producer<byte[], byte[]> producer,
            Topic<SealedContent> topic,
            Serializer<SealedContent> serializer) {
        this.keys = keys;
        this.producer = producer;
        this.topic = topic;
        this.serializer = serializer;
    }

    /** @param partitions as many as {@code millrace.content} has */
    public static ContentCapture start(KafkaAccess kafka, RegistryAccess registry, int partitions, ContentKeys keys) {
        Map<String, Object> properties = kafka.properties();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"); // sealed bytes do not shrink
        Topic<SealedContent> topic = ContentTopic.of(partitions);
        return new ContentCapture(
                keys,
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                topic,
                AvroSerdes.at(registry).serializer(topic));
    }

    /** Waits until the topic and the schema are known, so that the first bodies find their way. */
    public void prepare() {
        producer.partitionsFor(topic.name());
    }

    /** Never waits for the network, but for the registry at the first body; false when it was dropped at once. */
    public boolean capture(CallBodies bodies) {
        SealedBodies sealed = keys.seal(bodies);
        try {
            byte[] key = sealed.workspaceId().getBytes(StandardCharsets.UTF_8);
            byte[] value = serializer.serialize(topic.name(), ContentMapping.toAvro(sealed));
            producer.send(
                    new ProducerRecord<>(topic.name(), key, value),
                    (metadata, failure) -> (failure == null ? sent : dropped).increment());
            return true;
        } catch (KafkaException e) {
            dropped.increment();
            return false;
        }
    }

    /** Bodies that Kafka has. */
    public long sent() {
        return sent.sum();
    }

    /** Bodies that were lost: no room, or no broker for too long. */
    public long dropped() {
        return dropped.sum();
    }

    /** Waits up to 5 s for what is under way. */
    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
