package io.millrace.standalone.demo;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What an interrupted tick had already brought into Kafka, so that finishing it sends exactly the rest. A record is
 * known by its event id; bytes that are no record, by themselves. Not thread-safe.
 */
final class Published {
    private final Map<Object, Integer> counts = new HashMap<>();
    private final Deserializer<UsageRecord> deserializer;
    private final String topic;

    Published(Records kafka, Topics topics) {
        this.deserializer = kafka.deserializer(topics.usage());
        this.topic = topics.usage().name();
    }

    /** Reads what follows the given offsets of the usage topic. */
    void readFrom(Records kafka, Topics topics, Map<Integer, Long> offsets) {
        kafka.forEachRaw(topics.usage(), offsets, record -> counts.merge(identity(record.value()), 1, Integer::sum));
    }

    /** True, once for each time it is there, when the record with this identity needs not be sent again. */
    boolean take(Object identity) {
        int left = counts.getOrDefault(identity, 0);
        if (left == 0) {
            return false;
        }
        counts.put(identity, left - 1);
        return true;
    }

    /** What a value is known by. */
    Object identity(byte[] value) {
        try {
            return deserializer.deserialize(topic, value).getEventId();
        } catch (SerializationException e) {
            return ByteBuffer.wrap(value);
        }
    }
}
