package io.millrace.billing.app;

import io.millrace.avro.Drawdown;
import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.postgres.PostResult;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Posts drawdowns, one batch per partition and poll. Where it reads is decided by the ledger's watermark alone, never by
 * Kafka's committed offsets; several consumers on the same partitions are fenced by it. Used by one thread.
 */
final class DrawdownConsumer implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Topic<Drawdown> topic;
    private final DrawdownReader reader;
    private final LedgerStore ledger;
    private final Duration pollInterval;
    private final PostingMeter meter;
    private final Clock clock;
    /** What was posted up to, per assigned partition; empty until the topic was found. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private UUID topicId = new UUID(0, 0);

    DrawdownConsumer(
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            Topic<Drawdown> topic,
            DrawdownReader reader,
            LedgerStore ledger,
            Duration pollInterval,
            PostingMeter meter,
            Clock clock) {
        this.consumer = consumer;
        this.admin = admin;
        this.topic = topic;
        this.reader = reader;
        this.ledger = ledger;
        this.pollInterval = pollInterval;
        this.meter = meter;
        this.clock = clock;
    }

    /** Polls once and posts what came. After a failure the next step starts from the watermarks again. */
    boolean step() {
        if (positions.isEmpty()) {
            assign();
        }
        boolean posted = false;
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(pollInterval);
            for (TopicPartition partition : records.partitions()) {
                post(partition, records);
            }
            posted = true;
            positions.keySet().forEach(one -> meter.lag(one.partition(), consumer.currentLag(one)));
        } finally {
            if (!posted) {
                meter.forget();
                positions.clear();
            }
        }
        return true;
    }

    private void assign() {
        TopicDescription description = describe();
        topicId = new UUID(
                description.topicId().getMostSignificantBits(),
                description.topicId().getLeastSignificantBits());
        Map<TopicPartition, Long> watermarks = new HashMap<>();
        description
                .partitions()
                .forEach(info -> watermarks.put(
                        new TopicPartition(topic.name(), info.partition()),
                        ledger.nextOffset(topicId, info.partition())));
        consumer.assign(watermarks.keySet());
        watermarks.forEach(this::seek);
        positions.putAll(watermarks);
    }

    /** A partition never read starts where it begins, also when its oldest records are gone; any other gap is a fault. */
    private void seek(TopicPartition partition, long watermark) {
        if (watermark == 0) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, watermark);
        }
    }

    private void post(TopicPartition partition, ConsumerRecords<byte[], byte[]> records) {
        List<DrawdownBatch.Entry> entries =
                records.records(partition).stream().map(reader::read).toList();
        long from = positions.getOrDefault(partition, 0L);
        long next = consumer.position(partition);
        long begun = clock.tickNanos();
        PostResult result = ledger.post(new DrawdownBatch(topicId, partition.partition(), from, next, entries));
        meter.posted(result, clock.tickNanos() - begun);
        positions.put(partition, result.nextOffset());
        if (result.nextOffset() != next) {
            consumer.seek(partition, result.nextOffset());
        }
    }

    private TopicDescription describe() {
        try {
            var described = admin.describeTopics(List.of(topic.name())).topicNameValues();
            return Objects.requireNonNull(described.get(topic.name())).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        } catch (ExecutionException e) {
            throw unknown(e);
        }
    }

    private MillraceException unknown(Exception cause) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                "TOPIC_UNKNOWN",
                Expected.message("topic", topic.name(), "one that the broker describes"),
                cause);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
