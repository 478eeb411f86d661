package io.millrace.standalone.rejected;

import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Records;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Says what a refused value holds, as far as it can be read. */
public final class ValueDecoder {
    private ValueDecoder() {}

    /** The value in Avro's JSON, or why it cannot be decoded. */
    public static String json(Records kafka, Topics topics, String topicName, @Nullable ByteBuffer value) {
        if (value == null) {
            return "no: there is no value";
        }
        return topics.all().stream()
                .filter(topic -> topic.name().equals(topicName))
                .findFirst()
                .map(topic -> decode(kafka, topic, value))
                .orElse("no: topic " + topicName + " is not in the catalogue");
    }

    private static <V extends SpecificRecord> String decode(Records kafka, Topic<V> topic, ByteBuffer value) {
        try {
            byte[] bytes = RejectedReplay.bytes(value);
            return String.valueOf(kafka.deserializer(topic).deserialize(topic.name(), bytes));
        } catch (SerializationException | RegistryException e) {
            return "no: " + e.getMessage();
        }
    }
}
