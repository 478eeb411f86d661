package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@link KafkaAccess} and checks what must, and what must not, be given together. */
final class KafkaAccessReader {
    private final ConfigReader reader;
    private final String prefix;

    KafkaAccessReader(ConfigReader reader, String prefix) {
        this.reader = reader;
        this.prefix = prefix;
    }

    KafkaAccess read() {
        String servers = reader.text(prefix + "bootstrap.servers", null);
        SecurityProtocol protocol = reader.choice(prefix + "security.protocol", SecurityProtocol.PLAINTEXT);
        SaslMechanism mechanism = mechanism(protocol);
        String username = reader.text(prefix + "sasl.username", "");
        @Nullable
        Secret password = reader.optionalSecret(prefix + "sasl.password").orElse(null);
        Path truststore = PemFile.certificates(reader, prefix + "ssl.truststore.location");
        Path keystore = PemFile.identity(reader, prefix + "ssl.keystore.location");
        checkPassword(protocol, username, password);
        checkEncryption(protocol, truststore, keystore);
        boolean named = !username.isEmpty();
        return new KafkaAccess(servers, protocol, mechanism, named ? username : null, password, truststore, keystore);
    }

    private SaslMechanism mechanism(SecurityProtocol protocol) {
        String key = prefix + "sasl.mechanism";
        String label = reader.text(key, SaslMechanism.SCRAM_SHA_512.label());
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            if (mechanism.label().equals(label)) {
                if (mechanism == SaslMechanism.PLAIN && !protocol.encrypted()) {
                    reader.problem(Expected.message(key, label, "SCRAM, or SASL_SSL so that nobody sees the password"));
                }
                return mechanism;
            }
        }
        String rule = Arrays.stream(SaslMechanism.values())
                .map(SaslMechanism::label)
                .collect(Collectors.joining(", ", "one of ", ""));
        reader.problem(Expected.message(key, label, rule));
        return SaslMechanism.SCRAM_SHA_512;
    }

    private void checkPassword(SecurityProtocol protocol, String username, @Nullable Secret password) {
        if (protocol.password()) {
            String rule = "given for " + protocol;
            if (username.isEmpty()) {
                reader.problem(Expected.message(prefix + "sasl.username", "missing", rule));
            }
            if (password == null) {
                reader.problem(Expected.message(prefix + "sasl.password", "missing", rule + ", or sasl.password.file"));
            }
        } else if (!username.isEmpty() || password != null) {
            reader.problem(Expected.message(
                    prefix + "security.protocol", protocol, "SASL_SSL or SASL_PLAINTEXT where a user is given"));
        }
        if (password != null && password.reveal().chars().anyMatch(Character::isISOControl)) {
            reader.problem(Expected.message(prefix + "sasl.password", password, "one line without controls"));
        }
    }

    private void checkEncryption(SecurityProtocol protocol, @Nullable Path truststore, @Nullable Path keystore) {
        if (!protocol.encrypted() && (truststore != null || keystore != null)) {
            reader.problem(Expected.message(
                    prefix + "security.protocol", protocol, "SSL or SASL_SSL where a certificate is given"));
        }
    }
}
