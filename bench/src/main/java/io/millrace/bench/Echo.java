package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.time.SystemClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The baseline of {@link DecisionLatency}: usage records from a producer, through the broker, to a consumer. */
final class Echo {
    private static final Duration POLL = Duration.ofMillis(20);

    private final String bootstrapServers;
    private final Serializer<UsageRecord> serializer;
    private final SystemClock clock;

    /** The topic of {@link PassThrough} must be there, with one partition. */
    Echo(String bootstrapServers, Serializer<UsageRecord> serializer, SystemClock clock) {
        this.bootstrapServers = bootstrapServers;
        this.serializer = serializer;
        this.clock = clock;
    }

    double[] latencies(StreamsTraffic traffic, int count, long paceNanos) throws InterruptedException {
        AtomicInteger seen = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        TopicPartition partition = new TopicPartition(PassThrough.TOPIC, 0);
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.producer(bootstrapServers);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
            Thread reader = new Thread(() -> read(consumer, seen, over), "bench-reader");
            reader.start();
            ProducerRecord<byte[], byte[]>[] records = records(traffic, count);
            double[] sorted = DecisionLatency.latencies(
                    clock, paceNanos, count, i -> producer.send(records[i]), i -> seen.get() > i);
            over.set(true);
            reader.join();
            return sorted;
        }
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, AtomicInteger seen, AtomicBoolean over) {
        while (!over.get()) {
            seen.addAndGet(consumer.poll(POLL).count());
        }
    }

    // Arrays of generic types are made so.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private ProducerRecord<byte[], byte[]>[] records(StreamsTraffic traffic, int count) {
        ProducerRecord<byte[], byte[]>[] records = new ProducerRecord[count];
        for (int i = 0; i < count; i++) {
            var usage = traffic.call(i);
            records[i] = new ProducerRecord<>(
                    PassThrough.TOPIC,
                    usage.workspaceId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(PassThrough.TOPIC, UsageMapping.toAvro(usage)));
        }
        return records;
    }
}
