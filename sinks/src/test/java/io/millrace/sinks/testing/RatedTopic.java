package io.millrace.sinks.testing;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Cleanup;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.job.RatedSource;
import io.millrace.sinks.rollup.UsageRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** A topic of rated records of its own, and what writes to it, in transactions. */
public final class RatedTopic implements AutoCloseable {
    private static final int PARTITIONS = 2;

    private final Map<String, Object> connection;
    private final Topic<RatedUsage> topic;
    private final Serializer<RatedUsage> serializer;
    private final KafkaProducer<byte[], byte[]> producer;

    public RatedTopic(String bootstrapServers, String registryUrl, String name)
            throws ExecutionException, InterruptedException {
        connection = Map.of("bootstrap.servers", bootstrapServers);
        topic = new Topic<>(name, "workspace id", RatedUsage.class, PARTITIONS, Cleanup.DELETE, Duration.ofDays(1));
        serializer = AvroSerdes.at(registryUrl).serializer(topic);
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(Stream.of(name, name + "-decisions", name + "-alerts", name + "-rejected")
                            .map(each -> new NewTopic(each, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "transactional.id", name);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** The catalogue with this topic in it, and topics of signals that are its own. */
    public Topics catalogue() {
        Topics t = Topics.of(PARTITIONS);
        return new Topics(
                t.usage(),
                topic,
                t.drawdowns(),
                named(t.decisions(), "-decisions"),
                named(t.alerts(), "-alerts"),
                named(t.rejected(), "-rejected"),
                t.policies(),
                t.prices(),
                t.workspaces(),
                t.credits(),
                t.notices(),
                t.undelivered());
    }

    private <V extends SpecificRecord> Topic<V> named(Topic<V> like, String suffix) {
        return new Topic<>(
                topic.name() + suffix, like.key(), like.valueType(), PARTITIONS, like.cleanup(), like.retention());
    }

    /** Writes the rows as rated records, in one transaction that is committed. */
    public void commit(List<UsageRow> rows) {
        producer.beginTransaction();
        rows.forEach(this::send);
        producer.commitTransaction();
    }

    /** Writes the rows and takes them back. */
    public void abort(List<UsageRow> rows) {
        producer.beginTransaction();
        rows.forEach(this::send);
        producer.flush();
        producer.abortTransaction();
    }

    /** Writes bytes that are no rated record. */
    public void commitRaw(byte[] value) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic.name(), value));
        producer.commitTransaction();
    }

    /** Makes Kafka forget how far the group had read, so that only a checkpoint can tell. */
    public void forgetOffsets() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            admin.deleteConsumerGroupOffsets(
                            RatedSource.GROUP,
                            Set.of(new TopicPartition(topic.name(), 0), new TopicPartition(topic.name(), 1)))
                    .all()
                    .get();
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(UsageRow row) {
        RatedUsage rated = new RatedUsage(
                UsageMapping.toAvro(row.usage()),
                row.priced() ? PriceState.PRICED : PriceState.UNPRICED,
                row.priceId(),
                row.priceVersion(),
                List.of(),
                Price.PPM,
                row.costNanoUsd(),
                row.chargeNanoUsd(),
                null,
                null,
                row.ingestedAtMicros(),
                null);
        byte[] key = row.usage().workspaceId().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), rated)));
    }
}
