package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.local.ChildProcess.Start;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How each component is started: its directories, its settings and its servers as it sees them. */
final class Blueprint {
    /** The database asks for none. */
    private static final String ANY_PASSWORD = "none";

    /** Clocks are wrong by less. */
    private static final String LOOK_BACK_MINUTES = Integer.toString(30 * 24 * 60);

    private final DataDirectory data;
    private final Wiring wiring;
    private volatile @Nullable GatewaySetup gateway;

    Blueprint(DataDirectory data, Wiring wiring) {
        this.data = data;
        this.wiring = wiring;
    }

    /** Says what the gateway is to publish; where it connects is the wiring's. */
    void load(GatewaySetup setup) {
        gateway = setup;
    }

    Path log(Role role) {
        return data.directory("logs").resolve(role.component() + ".log");
    }

    Start of(Role role) {
        Endpoints seen = wiring.seenBy(role);
        return switch (role) {
            case KAFKA -> server(role, wiring.doors());
            case REGISTRY -> start(role, Map.of(), List.of(seen.kafka(), Integer.toString(wiring.port(role))));
            case POSTGRES, STRIPE -> server(role, List.of());
            case STREAMS_1, STREAMS_2 -> start(role, metering(role, seen), List.of());
            case SINKS -> start(role, Map.of(), List.of(file(role, sinks(seen))));
            case BILLING -> start(role, Map.of(), List.of(file(role, billing(seen))));
            case ALERTS -> start(role, Map.of(), List.of(file(role, alerts(seen))));
            case GATEWAY ->
                start(
                        role,
                        Map.of(),
                        List.of(file(role, requireLoad().seeing(seen).toTexts())));
        };
    }

    private GatewaySetup requireLoad() {
        GatewaySetup setup = gateway;
        if (setup == null) {
            throw new IllegalStateException("gateway: no load (expected: one before it is started)");
        }
        return setup;
    }

    private Start server(Role role, List<String> more) {
        List<String> arguments = new ArrayList<>(
                List.of(data.directory(role.component()).toString(), Integer.toString(wiring.port(role))));
        arguments.addAll(more);
        return start(role, Map.of(), arguments);
    }

    private Start start(Role role, Map<String, String> variables, List<String> arguments) {
        Path ready = data.directory("run").resolve(role.component());
        Path postgres = role == Role.POSTGRES ? data.directory(role.component()) : null;
        return new Start(role, log(role), ready, postgres, variables, arguments);
    }

    private Map<String, String> metering(Role role, Endpoints seen) {
        return Map.of(
                "MILLRACE_STREAMS_BOOTSTRAP_SERVERS", seen.kafka(),
                "MILLRACE_STREAMS_SCHEMA_REGISTRY_URL", seen.registry(),
                "MILLRACE_STREAMS_STATE_DIR", data.directory(role.component()).toString(),
                "MILLRACE_STREAMS_CLIENT_ID", role.component(),
                "MILLRACE_STREAMS_COMMIT_INTERVAL_MS", "250",
                "MILLRACE_STREAMS_HTTP_PORT", Integer.toString(wiring.port(role)));
    }

    private Map<String, String> sinks(Endpoints seen) {
        return Map.of(
                "kafka.bootstrap.servers", seen.kafka(),
                "registry.url", seen.registry(),
                "database.url", seen.jdbcUrl(),
                "database.user", Login.JOB.role(),
                "database.password", ANY_PASSWORD,
                "topics.partitions", Integer.toString(Catalogue.topics().usage().partitions()),
                "sinks.checkpoint.directory", data.directory("checkpoints").toString(),
                "sinks.temporary.directory", data.directory("tmp").toString());
    }

    private static Map<String, String> billing(Endpoints seen) {
        return Map.of(
                "bootstrap.servers", seen.kafka(),
                "schema.registry.url", seen.registry(),
                "jdbc.url", seen.jdbcUrl(),
                "jdbc.user", Login.BILLING.role(),
                "jdbc.password", ANY_PASSWORD,
                "stripe.api.key", "sk_test_millrace",
                "stripe.api.base", seen.stripe());
    }

    /** Tried again soon, since the run waits for what is on its way. */
    private Map<String, String> alerts(Endpoints seen) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", seen.kafka()),
                Map.entry("schema.registry.url", seen.registry()),
                Map.entry("http.port", Integer.toString(wiring.port(Role.ALERTS))),
                Map.entry("destinations", "chaos"),
                Map.entry("destination.chaos.url", wiring.receiver()),
                Map.entry("destination.chaos.secret", AlertReceiver.SECRET.reveal()),
                Map.entry("destination.chaos.timeout.ms", "3000"),
                Map.entry("destination.chaos.look.back.minutes", LOOK_BACK_MINUTES),
                Map.entry("retry.first.ms", "200"),
                Map.entry("retry.max.ms", "2000"));
    }

    private String file(Role role, Map<String, String> settings) {
        Path file = data.directory("settings").resolve(role.component() + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, role.component());
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "SETTINGS", file + ": not written: " + e, e);
        }
        return file.toString();
    }
}
