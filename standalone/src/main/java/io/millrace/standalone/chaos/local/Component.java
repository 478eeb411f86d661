package io.millrace.standalone.chaos.local;

import io.millrace.alerts.AlertsMain;
import io.millrace.billing.app.BillingMain;
import io.millrace.embedded.kafka.ClientDoor;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.sinks.SinksMain;
import io.millrace.standalone.chaos.load.GatewayMain;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DatabaseSetup;
import io.millrace.streams.StreamsMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the component that this process is. */
final class Component {
    private Component() {}

    /** Returns once it is up; the servers close at the end of the process, the services do so by themselves. */
    static void start(Role role, List<String> arguments) throws Exception {
        Closeables open = Closeables.closedAtExit();
        switch (role) {
            case KAFKA -> kafka(open, arguments);
            case REGISTRY -> open.add(EmbeddedRegistry.start(new RegistryOptions(arguments.get(0), port(arguments))));
            case POSTGRES -> postgres(open, new PostgresOptions(Path.of(arguments.get(0)), port(arguments)));
            case STRIPE ->
                open.add(FakeStripe.start(new FakeStripeOptions(Path.of(arguments.get(0)), port(arguments))));
            case STREAMS_1, STREAMS_2 -> StreamsMain.main(new String[0]);
            case SINKS -> SinksMain.main(arguments.toArray(String[]::new));
            case BILLING -> BillingMain.main(arguments.toArray(String[]::new));
            case ALERTS -> AlertsMain.main(arguments.toArray(String[]::new));
            case GATEWAY -> GatewayMain.main(arguments.toArray(String[]::new));
        }
    }

    private static void kafka(Closeables open, List<String> arguments) {
        List<ClientDoor> doors = new ArrayList<>();
        for (String door : arguments.subList(2, arguments.size())) {
            List<String> ports = List.of(door.split(":", -1));
            doors.add(new ClientDoor(
                    "DOOR" + (doors.size() + 1), Integer.parseInt(ports.get(0)), Integer.parseInt(ports.get(1))));
        }
        open.add(EmbeddedKafka.startAlone(new KafkaOptions(Path.of(arguments.get(0)), port(arguments), doors)));
    }

    /** This process is there for its server, and ends with it. */
    private static void postgres(Closeables open, PostgresOptions options) {
        EmbeddedPostgresServer server = open.add(EmbeddedPostgresServer.start(options));
        EmbeddedPostgresServer.postmaster(options.directory())
                .orElseThrow(() -> new IllegalStateException("postgres: ended at once (expected: a server that stays)"))
                .onExit()
                .thenRunAsync(() -> System.exit(1));
        DatabaseSetup.apply(server);
    }

    private static int port(List<String> arguments) {
        return Integer.parseInt(arguments.get(1));
    }
}
