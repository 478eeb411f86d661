package io.millrace.standalone.service;

import io.millrace.embedded.http.ServerTls;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryGuard;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.tls.Identity;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry as a service of its own.
 *
 * @param kafka the broker that keeps its journal
 * @param tls null: plain HTTP
 */
record RegistryService(KafkaAccess kafka, String host, int port, @Nullable ServerTls tls) {
    private static final int PORT_DEFAULT = 8085;
    private static final int PORT_MAX = 65_535;

    /**
     * Reads what {@link KafkaAccess} has, http.host, http.port and, for TLS, http.tls.directory with {@code ca.pem},
     * {@code registry.key} and {@code registry.crt} in it: clients must show a certificate of that authority.
     */
    static RegistryService read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        String host = reader.text("http.host", "127.0.0.1");
        int port = reader.integer("http.port", PORT_DEFAULT, 1, PORT_MAX);
        String directory = reader.text("http.tls.directory", "");
        return new RegistryService(kafka, host, port, directory.isEmpty() ? null : tls(Path.of(directory)));
    }

    /** The caller closes. */
    EmbeddedRegistry start() {
        RegistryOptions options = new RegistryOptions(kafka.bootstrapServers(), host, port);
        return EmbeddedRegistry.start(options, new RegistryGuard(kafka.security(), tls, /* userInfo= */ null));
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
