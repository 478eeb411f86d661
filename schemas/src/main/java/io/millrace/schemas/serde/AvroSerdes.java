package io.millrace.schemas.serde;

import io.millrace.schemas.config.RegistryAccess;
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
    private final boolean autoRegister;

    /** Registers new schemas on first use. */
    public AvroSerdes(SchemaRegistry registry) {
        this(registry, true);
    }

    private AvroSerdes(SchemaRegistry registry, boolean autoRegister) {
        this.registry = registry;
        this.autoRegister = autoRegister;
    }

    /** What the serdes ask; for whoever frames bodies of {@link AvroBody}. */
    public SchemaRegistry registry() {
        return registry;
    }

    /** @param registryUrl one URL, or several separated by commas */
    public static AvroSerdes at(String registryUrl) {
        return new AvroSerdes(new RestSchemaRegistry(List.of(registryUrl.split(","))));
    }

    /** With the certificates and the password that reach it. */
    public static AvroSerdes at(RegistryAccess access) {
        return of(access.properties());
    }

    /**
     * By Confluent's properties, as {@link SerdeConfig} lists them; those of a whole Kafka client may be given.
     *
     * @throws io.millrace.schemas.error.MillraceException with every problem of the properties
     */
    public static AvroSerdes of(Map<String, ?> configs) {
        SerdeSettings settings = SerdeConfig.read(configs);
        return new AvroSerdes(RestSchemaRegistry.of(settings.registry()), settings.autoRegister());
    }

    public <T extends SpecificRecord> Serializer<T> serializer(Topic<T> topic) {
        // The topic is asked for so that only values of its type are written to it.
        return new MillraceAvroSerializer<>(registry, autoRegister);
    }

    public <T extends SpecificRecord> Deserializer<T> deserializer(Topic<T> topic) {
        return new MillraceAvroDeserializer<>(registry, topic.valueType());
    }

    public <T extends SpecificRecord> Serde<T> serde(Topic<T> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /** The serde properties for a client that is configured by class name: generated classes at that registry. */
    public static Map<String, String> properties(String registryUrl) {
        return Map.of(SerdeConfig.REGISTRY_URL, registryUrl, SerdeConfig.SPECIFIC_READER, "true");
    }
}
