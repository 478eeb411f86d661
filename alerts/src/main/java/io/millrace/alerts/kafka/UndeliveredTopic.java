package io.millrace.alerts.kafka;

import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.DeliveryMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Where messages go that were given up. Thread-safe. */
final class UndeliveredTopic implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<io.millrace.avro.Undelivered> serializer;
    private final String topic;

    UndeliveredTopic(Producer<byte[], byte[]> producer, AvroSerdes serdes, Topics topics) {
        this.producer = producer;
        this.serializer = serdes.serializer(topics.undelivered());
        this.topic = topics.undelivered().name();
    }

    /**
     * Writes it and waits until the broker has it.
     *
     * @throws MillraceException code UNDELIVERED_NOT_KEPT; then it must be given up again
     */
    void keep(Undelivered undelivered) {
        try {
            send(undelivered);
        } catch (ExecutionException e) {
            if (undelivered.rawValue() == null || !(e.getCause() instanceof RecordTooLargeException)) {
                throw notKept(e);
            }
            keep(withoutValue(undelivered));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notKept(e);
        }
    }

    private void send(Undelivered undelivered) throws ExecutionException, InterruptedException {
        byte[] value = serializer.serialize(topic, DeliveryMapping.toAvro(undelivered));
        producer.send(new ProducerRecord<>(topic, bytes(undelivered.rawKey()), value))
                .get();
    }

    /** Its place says where the bytes are. */
    private static Undelivered withoutValue(Undelivered whole) {
        return new Undelivered(
                whole.destination(),
                whole.messageId(),
                whole.source(),
                whole.attempts(),
                whole.detail(),
                whole.givenUpAtMicros(),
                whole.rawKey(),
                null);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer key) {
        if (key == null) {
            return null;
        }
        byte[] bytes = new byte[key.remaining()];
        key.get(bytes);
        return bytes;
    }

    private static MillraceException notKept(Exception cause) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                "UNDELIVERED_NOT_KEPT",
                "undelivered message: not acknowledged (expected: the broker to take it)",
                cause);
    }

    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
