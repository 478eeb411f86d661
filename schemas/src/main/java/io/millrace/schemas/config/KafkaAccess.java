package io.millrace.schemas.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka is reached: what every client of the product is made from. Immutable; prints no secret.
 *
 * @param bootstrapServers addresses, separated by commas
 * @param protocol PLAINTEXT where nothing is protected
 * @param mechanism of the password; of no meaning where the protocol asks for none
 * @param username null where the protocol asks for none
 * @param password null where the protocol asks for none
 * @param truststore PEM certificates of the authorities that brokers are believed by; null for the JVM's own
 * @param keystore PEM private key and certificate chain of this client; null for none
 */
public record KafkaAccess(
        String bootstrapServers,
        SecurityProtocol protocol,
        SaslMechanism mechanism,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Path truststore,
        @Nullable Path keystore) {

    /** Nothing is protected: for brokers on loopback. */
    public static KafkaAccess plaintext(String bootstrapServers) {
        return new KafkaAccess(
                bootstrapServers, SecurityProtocol.PLAINTEXT, SaslMechanism.SCRAM_SHA_512, null, null, null, null);
    }

    /**
     * Reads {@code bootstrap.servers}, {@code security.protocol}, {@code sasl.mechanism}, {@code sasl.username},
     * {@code sasl.password}, {@code ssl.truststore.location} and {@code ssl.keystore.location}, each behind the prefix; the
     * problems are the reader's to report.
     *
     * @param prefix empty, or such as {@code kafka.}
     */
    public static KafkaAccess read(ConfigReader reader, String prefix) {
        return new KafkaAccessReader(reader, prefix).read();
    }

    /** The same for other addresses. */
    public KafkaAccess at(String otherServers) {
        return new KafkaAccess(otherServers, protocol, mechanism, username, password, truststore, keystore);
    }

    /** The same with another user. */
    public KafkaAccess as(String otherUser, Secret otherPassword) {
        return new KafkaAccess(bootstrapServers, protocol, mechanism, otherUser, otherPassword, truststore, keystore);
    }

    /** Properties of any Kafka client: the addresses and {@link #security()}. The map is the caller's to fill. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(security());
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Properties of any Kafka client without the addresses, the password among them; empty for PLAINTEXT. */
    public Map<String, String> security() {
        Map<String, String> properties = new HashMap<>();
        if (protocol != SecurityProtocol.PLAINTEXT) {
            properties.put("security.protocol", protocol.name());
        }
        if (username != null && password != null) {
            properties.put("sasl.mechanism", mechanism.label());
            properties.put("sasl.jaas.config", mechanism.jaas(username, password));
        }
        if (truststore != null) {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.location", truststore.toString());
        }
        if (keystore != null) {
            properties.put("ssl.keystore.type", "PEM");
            properties.put("ssl.keystore.location", keystore.toString());
        }
        return properties;
    }
}
