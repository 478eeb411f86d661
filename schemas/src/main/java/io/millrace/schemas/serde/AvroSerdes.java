package io.millrace.schemas.serde;

import io.millrace.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The serdes of one registry.
 * Thread-safe; the serdes handed out share the registry's memory.
 */
public final class AvroSerdes {
    private final SchemaRegistry registry;

    public AvroSerdes(SchemaRegistry registry) {
        this.registry = registry;
    }

    public static AvroSerdes at(String registryUrl) {
        return new AvroSerdes(new RestSchemaRegistry(List.of(registryUrl.split(","))));
    }

    public <T extends SpecificRecord> Serializer<T> serializer(Topic<T> topic) {
        // The topic is asked for so that only values of its type are written to it.
        return new MillraceAvroSerializer<>(registry);
    }

    public <T extends SpecificRecord> Deserializer<T> deserializer(Topic<T> topic) {
        return new MillraceAvroDeserializer<>(registry, topic.valueType());
    }

    public <T extends SpecificRecord> Serde<T> serde(Topic<T> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /** The serde properties for a client that is configured by class name. */
    public static Map<String, String> properties(String registryUrl) {
        return Map.of(SerdeConfig.REGISTRY_URL, registryUrl);
    }
}
