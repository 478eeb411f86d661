package io.millrace.standalone.stack;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes bytes as they are. Not thread-safe. */
public final class RawPublishing implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public RawPublishing(Endpoints endpoints) {
        Map<String, Object> properties = endpoints.kafkaAccess().properties();
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        sent.add(producer.send(record));
    }

    /** Returns when the broker has all that was sent. */
    public void await() {
        try {
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "PUBLISH", "records: not written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "PUBLISH", "records: interrupted", e);
        } finally {
            sent.clear();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
