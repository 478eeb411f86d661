package io.millrace.bench;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.streams.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker and a registry of one partition, with the traffic's prices, policies and calls in the topics. */
final class StreamsStage {
    private static final int PARTITIONS = 1;

    private final Topics topics = Topics.of(PARTITIONS);
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final AvroSerdes serdes;
    private final Path directory;
    private int applications;

    StreamsStage(Closeables open) throws ExecutionException, InterruptedException {
        directory = open.add(DataDirectory.temporary()).root();
        kafka = open.add(EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0)));
        List<NewTopic> wanted = new ArrayList<>();
        topics.all()
                .forEach(topic -> wanted.add(
                        new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configuration())));
        wanted.add(new NewTopic(PassThrough.TOPIC, PARTITIONS, (short) 1));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(wanted).all().get();
        }
        registry = open.add(EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0)));
        serdes = AvroSerdes.at(registry.url());
    }

    Topics topics() {
        return topics;
    }

    AvroSerdes serdes() {
        return serdes;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    Path directory() {
        return directory;
    }

    /** Of an application that has never run: it begins at the start of the topics with no state. */
    StreamsSettings freshSettings() {
        String id = "bench-" + applications++;
        return StreamsSettings.read(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                registry.url(),
                "state.dir",
                directory.resolve(id).toString(),
                "application.id",
                id,
                "client.id",
                id));
    }

    /** Writes price, policies and calls, in this order. */
    void fill(StreamsTraffic traffic, long calls) {
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.producer(kafka.bootstrapServers())) {
            send(producer, topics.prices(), traffic.price().priceId(), RatingMapping.toAvro(traffic.price()), 0);
            traffic.policies()
                    .forEach(policy ->
                            send(producer, topics.policies(), policy.policyId(), BudgetMapping.toAvro(policy), 0));
            producer.flush();
            for (long call = 0; call < calls; call++) {
                send(producer, traffic.call(call));
            }
            producer.flush();
        }
    }

    /** Writes the calls from one number to before another; who reads only what is committed sees them all at once. */
    void fillAtOnce(StreamsTraffic traffic, long from, long to) {
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.transactional(kafka.bootstrapServers())) {
            producer.beginTransaction();
            for (long call = from; call < to; call++) {
                send(producer, traffic.call(call));
            }
            producer.commitTransaction();
        }
    }

    /** Writes rated calls, as the metering would have. */
    void fillRated(SinksTraffic traffic, long calls) {
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.producer(kafka.bootstrapServers())) {
            for (long call = 0; call < calls; call++) {
                Usage usage = traffic.usage(call);
                long at = usage.occurredAtMicros();
                var rated =
                        RatingMapping.toAvro(UsageMapping.toAvro(usage), SinksTraffic.rating(usage), at + 2_000, null);
                send(
                        producer,
                        topics.rated(),
                        usage.workspaceId(),
                        rated,
                        Duration.ofNanos(at * 1_000).toMillis());
            }
            producer.flush();
        }
    }

    /** Writes one call more. */
    void send(Usage usage) {
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.producer(kafka.bootstrapServers())) {
            send(producer, usage);
            producer.flush();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Usage usage) {
        long atMillis = Duration.ofNanos(usage.occurredAtMicros() * 1_000).toMillis();
        send(producer, topics.usage(), usage.workspaceId(), UsageMapping.toAvro(usage), atMillis);
    }

    /** Writes one record and waits until it is there. */
    <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        try (KafkaProducer<byte[], byte[]> producer = BareKafka.producer(kafka.bootstrapServers())) {
            send(producer, topic, key, value, 0);
        }
    }

    private <V extends SpecificRecord> void send(
            KafkaProducer<byte[], byte[]> producer, Topic<V> topic, String key, V value, long atMillis) {
        producer.send(new ProducerRecord<>(
                topic.name(),
                0,
                atMillis,
                key.getBytes(StandardCharsets.UTF_8),
                serdes.serializer(topic).serialize(topic.name(), value)));
    }
}
