package io.millrace.billing.app;

import io.millrace.billing.postgres.OutboxStore;
import io.millrace.billing.postgres.notice.NoticeOutbox;
import io.millrace.billing.postgres.plan.StateOutbox;
import io.millrace.billing.postgres.plan.StateOutbox.State;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Brings what is booked into the topics, in the order of its booking: credits, notices, workspaces and policies. At least once: a row is
 * marked only after the broker has acknowledged it, and its id is the same every time. Thread-safe, each kind in a
 * thread of its own: a topic that is away keeps no other waiting.
 */
public final class OutboxPublisher implements AutoCloseable {
    private static final int ROWS_MAX = 500;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
    private static final int BLOCK_MILLIS_MAX = 15_000;

    private final OutboxStore credits;
    private final NoticeOutbox notices;
    private final StateOutbox states;
    private final Producer<String, byte[]> producer;
    private final AvroSerdes serdes;
    private final Topics topics;

    private OutboxPublisher(
            DataSource dataSource, Producer<String, byte[]> producer, AvroSerdes serdes, Topics topics) {
        credits = new OutboxStore(dataSource);
        notices = new NoticeOutbox(dataSource);
        states = new StateOutbox(dataSource);
        this.producer = producer;
        this.serdes = serdes;
        this.topics = topics;
    }

    public static OutboxPublisher open(DataSource dataSource, BillingSettings settings, Topics topics) {
        Map<String, Object> config = settings.kafka().properties();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId() + "-outbox");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS_MAX);
        return new OutboxPublisher(
                dataSource,
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()),
                AvroSerdes.at(settings.registry()),
                topics);
    }

    /**
     * Publishes what is pending now, 500 of each kind at most.
     *
     * @return how many
     * @throws MillraceException code CREDITS_NOT_PUBLISHED, NOTICES_NOT_PUBLISHED or STATES_NOT_PUBLISHED; whatever was not marked is sent
     *     again by the next call
     */
    public int publishPending() {
        return publishCredits() + publishNotices() + publishStates();
    }

    int publishCredits() {
        List<OutboxStore.Row> rows = credits.pending(ROWS_MAX);
        var record = records(topics.credits());
        send("credits", rows, row -> record.of(row.entry().workspaceId(), BillingMapping.toAvro(row.entry())));
        if (!rows.isEmpty()) {
            credits.markPublished(rows);
        }
        return rows.size();
    }

    int publishNotices() {
        List<NoticeOutbox.Row> rows = notices.pending(ROWS_MAX);
        var record = records(topics.notices());
        send("notices", rows, row -> record.of(row.notice().workspaceId(), BillingMapping.toAvro(row.notice())));
        if (!rows.isEmpty()) {
            notices.markPublished(rows);
        }
        return rows.size();
    }

    /** Workspaces and policies as they are now. */
    int publishStates() {
        return states.publish(ROWS_MAX, changed -> send("states", changed, this::record));
    }

    private ProducerRecord<String, byte[]> record(State state) {
        if (state instanceof State.Described described) {
            var workspace = described.workspace();
            return records(topics.workspaces()).of(workspace.workspaceId(), BillingMapping.toAvro(workspace));
        }
        State.Limited limited = (State.Limited) state;
        var topic = topics.policies();
        int partition = Partitions.ofPolicy(limited.policyId(), topic.partitions());
        byte[] value = limited.policy() == null
                ? null
                : serdes.serializer(topic).serialize(topic.name(), BudgetMapping.toAvro(limited.policy()));
        return new ProducerRecord<>(topic.name(), partition, limited.policyId(), value);
    }

    /** Makes the records of one topic. */
    @FunctionalInterface
    private interface Records<V> {
        ProducerRecord<String, byte[]> of(String key, V value);
    }

    private <V extends SpecificRecord> Records<V> records(Topic<V> topic) {
        var serializer = serdes.serializer(topic);
        return (key, value) -> new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), value));
    }

    private <R> void send(String what, List<R> rows, Function<R, ProducerRecord<String, byte[]>> record) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        for (R row : rows) {
            sent.add(producer.send(record.apply(row)));
        }
        if (!sent.isEmpty()) {
            producer.flush();
        }
        sent.forEach(one -> requireAcknowledged(what, one));
    }

    private static void requireAcknowledged(String what, Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notPublished(what, e);
        } catch (ExecutionException e) {
            throw notPublished(what, e);
        }
    }

    private static MillraceException notPublished(String what, Exception cause) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                what.toUpperCase(Locale.ROOT) + "_NOT_PUBLISHED",
                what + ": not acknowledged (expected: the broker to take them)",
                cause);
    }

    /** Waits 5 s at most for what is under way. */
    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
