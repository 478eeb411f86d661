package io.millrace.client;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.SerdeConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How Kafka and the schema registry are reached. Immutable; prints no secret.
 *
 * @param bootstrapServers Kafka's addresses, separated by commas
 * @param registryUrl the schema registry's addresses, separated by commas
 * @param kafka further properties of Kafka's clients, such as security.*, sasl.* and ssl.*; not those Millrace sets itself
 * @param registry further properties of the registry's client by Confluent's names, such as basic.auth.*
 */
public record Connection(String bootstrapServers, String registryUrl, ExtraProperties kafka, ExtraProperties registry) {
    /** What the guarantees rest on, and what has a setting of its own. */
    private static final Set<String> OWNED = Set.of(
            "bootstrap.servers",
            "client.id",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "enable.idempotence",
            "acks",
            "retries",
            "delivery.timeout.ms",
            "max.block.ms",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "partitioner.ignore.keys",
            "transactional.id",
            "linger.ms",
            "buffer.memory",
            "group.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level");

    public Connection {
        requirePresent("bootstrap.servers", bootstrapServers);
        requirePresent("schema.registry.url", registryUrl);
        Set<String> taken = new TreeSet<>(kafka.reveal().keySet());
        taken.retainAll(OWNED);
        if (!taken.isEmpty()) {
            throw Expected.illegal("kafka properties", taken, "properties that Millrace does not set itself");
        }
    }

    /** Without further properties. */
    public static Connection to(String bootstrapServers, String registryUrl) {
        return new Connection(bootstrapServers, registryUrl, ExtraProperties.none(), ExtraProperties.none());
    }

    /** With what it takes to be let in. */
    public static Connection to(KafkaAccess kafka, RegistryAccess registry) {
        Map<String, String> ofRegistry = registry.properties();
        ofRegistry.remove(SerdeConfig.REGISTRY_URL);
        return new Connection(
                kafka.bootstrapServers(),
                registry.url(),
                ExtraProperties.of(kafka.security()),
                ExtraProperties.of(ofRegistry));
    }

    /** The same with further properties of Kafka's clients. */
    public Connection withKafka(Map<String, String> properties) {
        return new Connection(bootstrapServers, registryUrl, ExtraProperties.of(properties), registry);
    }

    /** The same with further properties of the registry's client. */
    public Connection withRegistry(Map<String, String> properties) {
        return new Connection(bootstrapServers, registryUrl, kafka, ExtraProperties.of(properties));
    }

    private static void requirePresent(String thing, String value) {
        if (value.isBlank()) {
            throw Expected.illegal(thing, "''", "at least one address");
        }
    }
}
