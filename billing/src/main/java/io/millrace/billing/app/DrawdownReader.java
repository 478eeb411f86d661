package io.millrace.billing.app;

import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.billing.postgres.DrawdownBatch.Unreadable;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.serde.UnreadableRecordException;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the bytes of one record; what cannot be read is kept as it came, and stops nothing. */
final class DrawdownReader {
    private final Deserializer<io.millrace.avro.Drawdown> deserializer;

    DrawdownReader(Deserializer<io.millrace.avro.Drawdown> deserializer) {
        this.deserializer = deserializer;
    }

    /** @throws io.millrace.schemas.serde.RegistryException when the registry does not answer: to be tried again */
    Entry read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return new Unreadable(record.offset(), null, "no value");
        }
        try {
            io.millrace.avro.Drawdown drawdown = deserializer.deserialize(record.topic(), value);
            return new Received(record.offset(), BillingMapping.fromAvro(drawdown));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            return new Unreadable(record.offset(), value, Objects.requireNonNullElse(e.getMessage(), "not readable"));
        }
    }
}
