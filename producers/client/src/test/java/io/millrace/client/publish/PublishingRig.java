package io.millrace.client.publish;

import io.millrace.avro.UsageRecord;
import io.millrace.client.redaction.Redactor;
import io.millrace.client.spool.Spool;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.TestingClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A publisher whose sender is stepped by the test, with Kafka's own mock in the place of its producer. */
final class PublishingRig implements AutoCloseable {
    static final long NOW = 1_760_000_000_000_000L;
    static final String TOPIC = "millrace.usage";

    final TestingClock clock = new TestingClock(NOW);
    final FakeRegistry registry = new FakeRegistry();
    final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    final Outbox outbox;
    final Sender sender;
    final Publisher publisher;

    @Nullable
    RuntimeException unmakeable;

    /** Sequence of a record of which the first producer never says what became of it; 0 for none. */
    long forgotten;

    PublishingRig(PublishSettings settings) {
        PublishTally tally = new PublishTally();
        Schema schema = AvroCodec.schemaOf(UsageRecord.class);
        SpoolSettings spool = settings.spool();
        outbox = spool == null
                ? new MemoryOutbox(settings, schema, tally, clock)
                : new SpoolOutbox(Spool.open(spool, schema.toString(), clock), tally);
        SchemaIds ids = new SchemaIds(registry, TOPIC + "-value", true);
        sender = new Sender(outbox, this::makeProducer, TOPIC, ids, tally, clock);
        publisher = new Publisher(
                Redactor.standard()::clean,
                new Stamp("gateway-1", NOW),
                outbox,
                sender,
                tally,
                clock,
                settings.closeMax());
    }

    PublishResult publish(long number) {
        return publish("acme", number);
    }

    PublishResult publish(String workspace, long number) {
        return publisher.publish(Samples.usage(workspace, NOW, number, 10, 5));
    }

    /** The producer in use. */
    MockProducer<byte[], byte[]> producer() {
        return producers.get(producers.size() - 1);
    }

    /** Steps until nothing more can be handed over. */
    void pump() {
        while (sender.step()) {
            // each step hands over at most a bounded number
        }
    }

    /** Sequences of the records handed to a producer, in order. */
    static List<Long> sequences(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream().map(PublishingRig::sequence).toList();
    }

    static long sequence(ProducerRecord<byte[], byte[]> message) {
        return SentRecords.decode(message.value()).getOrigin().getSequence();
    }

    static String key(ProducerRecord<byte[], byte[]> message) {
        return new String(message.key(), StandardCharsets.UTF_8);
    }

    private Producer<byte[], byte[]> makeProducer() {
        if (unmakeable != null) {
            throw new KafkaException("no producer", unmakeable);
        }
        long forgets = producers.isEmpty() ? forgotten : 0;
        producers.add(
                new MockProducer<>(
                        false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
                        return super.send(message, sequence(message) == forgets ? (metadata, error) -> {} : callback);
                    }
                });
        return producer();
    }

    @Override
    public void close() {
        publisher.close(java.time.Duration.ZERO);
    }
}
