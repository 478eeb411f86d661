package io.millrace.standalone.service;

import io.millrace.embedded.http.ServerTls;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryGuard;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.registry.WriteRule;
import io.millrace.embedded.tls.Identity;
import io.millrace.schemas.access.Grants;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry as a service of its own.
 *
 * @param kafka the broker that keeps its journal
 * @param tls null: plain HTTP
 * @param rule who may write; null where nobody shows who it is
 */
record RegistryService(
        KafkaAccess kafka,
        String host,
        int port,
        @Nullable ServerTls tls,
        @Nullable WriteRule rule) {
    private static final int PORT_DEFAULT = 8085;
    private static final int PORT_MAX = 65_535;
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);

    /**
     * Reads what {@link KafkaAccess} has, listen.host, listen.port and, for TLS, listen.tls.directory with {@code ca.pem},
     * {@code registry.key} and {@code registry.crt} in it: clients must show a certificate of that authority. Its common name may
     * write where listen.writers has it.
     */
    static RegistryService read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        String host = reader.text("listen.host", "127.0.0.1");
        int port = reader.integer("listen.port", PORT_DEFAULT, 1, PORT_MAX);
        String directory = reader.text("listen.tls.directory", "");
        String writers = reader.text("listen.writers", String.join(",", new TreeSet<>(Grants.SCHEMA_WRITERS)));
        reader.finish();
        return directory.isEmpty()
                ? new RegistryService(kafka, host, port, /* tls= */ null, /* rule= */ null)
                : new RegistryService(kafka, host, port, tls(Path.of(directory)), rule(writers));
    }

    private static WriteRule rule(String writers) {
        return new WriteRule(COMMA.splitAsStream(writers.strip())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }

    ServerService start(ServiceSettings service) {
        RegistryOptions options = new RegistryOptions(kafka.bootstrapServers(), host, port);
        RegistryGuard guard = new RegistryGuard(kafka.security(), tls, /* userInfo= */ null, rule);
        Clock clock = new SystemClock();
        Probe journal = new Probe("kafka", () -> KafkaProbe.require(kafka, KAFKA_PATIENCE), clock);
        Path shown = tls == null ? null : tls.identity().pem();
        return ServerService.start(
                "registry",
                service,
                () -> EmbeddedRegistry.start(options, guard)::close,
                List.of(journal),
                List.of(CertificateMetrics.of("registry", clock, kafka.keystore(), shown)));
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
