package io.millrace.streams.topology;

import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A record as it came: the bytes of its key and value, which are not copied, and its Kafka timestamp. Immutable. */
final class Received {
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final long timestampMillis;

    Received(Record<byte @Nullable [], byte @Nullable []> record) {
        this(record.key(), record.value(), record.timestamp());
    }

    Received(byte @Nullable [] key, byte @Nullable [] value, long timestampMillis) {
        this.key = key;
        this.value = value;
        this.timestampMillis = timestampMillis;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    @Nullable
    String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    long timestampMillis() {
        return timestampMillis;
    }

    long ingestedAtMicros() {
        return timestampMillis * Micros.PER_MILLI;
    }
}
