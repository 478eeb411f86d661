package io.millrace.standalone.service;

import io.millrace.embedded.http.ServerTls;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryGuard;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.tls.Identity;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry as a service of its own.
 *
 * @param kafka the broker that keeps its journal
 * @param tls null: plain HTTP
 */
record RegistryService(
        KafkaAccess kafka, String host, int port, @Nullable ServerTls tls) {
    private static final int PORT_DEFAULT = 8085;
    private static final int PORT_MAX = 65_535;
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);

    /**
     * Reads what {@link KafkaAccess} has, listen.host, listen.port and, for TLS, listen.tls.directory with {@code ca.pem},
     * {@code registry.key} and {@code registry.crt} in it: clients must show a certificate of that authority.
     */
    static RegistryService read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        String host = reader.text("listen.host", "127.0.0.1");
        int port = reader.integer("listen.port", PORT_DEFAULT, 1, PORT_MAX);
        String directory = reader.text("listen.tls.directory", "");
        reader.finish();
        return new RegistryService(kafka, host, port, directory.isEmpty() ? null : tls(Path.of(directory)));
    }

    ServerService start(ServiceSettings service) {
        RegistryOptions options = new RegistryOptions(kafka.bootstrapServers(), host, port);
        RegistryGuard guard = new RegistryGuard(kafka.security(), tls, /* userInfo= */ null);
        Probe journal = new Probe("kafka", () -> KafkaProbe.require(kafka, KAFKA_PATIENCE), new SystemClock());
        return ServerService.start(
                "registry", service, () -> EmbeddedRegistry.start(options, guard)::close, List.of(journal));
    }

    private static ServerTls tls(Path directory) {
        Identity identity = new Identity(
                "registry",
                directory.resolve("registry.pem"),
                directory.resolve("registry.key"),
                directory.resolve("registry.crt"));
        return new ServerTls(identity, directory.resolve("ca.pem"), /* clientsMustShowOne= */ true);
    }
}
