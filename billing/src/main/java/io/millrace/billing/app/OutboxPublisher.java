package io.millrace.billing.app;

import io.millrace.avro.CreditEntry;
import io.millrace.billing.postgres.OutboxStore;
import io.millrace.billing.postgres.OutboxStore.Row;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Brings booked credits into the credits topic, in the order of their booking. At least once: a credit is marked only
 * after the broker has acknowledged it, and its id is the same every time. Used by one thread.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final int ROWS_MAX = 500;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final OutboxStore outbox;
    private final Producer<String, CreditEntry> producer;
    private final Topic<CreditEntry> topic;

    private OutboxPublisher(OutboxStore outbox, Producer<String, CreditEntry> producer, Topic<CreditEntry> topic) {
        this.outbox = outbox;
        this.producer = producer;
        this.topic = topic;
    }

    public static OutboxPublisher open(DataSource dataSource, BillingSettings settings, Topics topics) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId() + "-outbox");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        var serializer = AvroSerdes.at(settings.registryUrl()).serializer(topics.credits());
        return new OutboxPublisher(
                new OutboxStore(dataSource),
                new KafkaProducer<>(config, new StringSerializer(), serializer),
                topics.credits());
    }

    /**
     * Publishes what is pending now, 500 at most.
     *
     * @return how many
     * @throws MillraceException code CREDITS_NOT_PUBLISHED; whatever was not marked is sent again by the next call
     */
    public int publishPending() {
        List<Row> rows = outbox.pending(ROWS_MAX);
        if (rows.isEmpty()) {
            return 0;
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        for (Row row : rows) {
            sent.add(producer.send(
                    new ProducerRecord<>(topic.name(), row.entry().workspaceId(), BillingMapping.toAvro(row.entry()))));
        }
        producer.flush();
        sent.forEach(OutboxPublisher::requireAcknowledged);
        outbox.markPublished(rows);
        return rows.size();
    }

    private static void requireAcknowledged(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notPublished(e);
        } catch (ExecutionException e) {
            throw notPublished(e);
        }
    }

    private static MillraceException notPublished(Exception cause) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                "CREDITS_NOT_PUBLISHED",
                "credits: not acknowledged (expected: the broker to take them)",
                cause);
    }

    /** Waits 5 s at most for what is under way. */
    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
