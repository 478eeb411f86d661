package io.millrace.standalone.chaos.local;

import io.millrace.standalone.stack.Endpoints;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Where every server listens, and the links over which the others reach it. The runner itself goes straight. Thread-safe. */
final class Wiring implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";
    private static final Map<Role, List<Role>> USES = Map.of(
            Role.REGISTRY, List.of(Role.KAFKA),
            Role.STREAMS_1, List.of(Role.KAFKA, Role.REGISTRY),
            Role.STREAMS_2, List.of(Role.KAFKA, Role.REGISTRY),
            Role.SINKS, List.of(Role.KAFKA, Role.REGISTRY, Role.POSTGRES),
            Role.BILLING, List.of(Role.KAFKA, Role.REGISTRY, Role.POSTGRES, Role.STRIPE),
            Role.ALERTS, List.of(Role.KAFKA, Role.REGISTRY),
            Role.GATEWAY, List.of(Role.KAFKA, Role.REGISTRY));

    private final Map<Role, Integer> ports = new EnumMap<>(Role.class);
    private final Map<Edge, Link> links = new LinkedHashMap<>();
    private final List<String> doors = new ArrayList<>();
    private final int receiverPort;
    private final Link toReceiver;

    private record Edge(Role client, Role server) {}

    private Wiring(PortRange free) {
        receiverPort = free.next();
        toReceiver = Link.open(free.next(), receiverPort);
    }

    static Wiring open(PortRange free) {
        Wiring wiring = new Wiring(free);
        for (Role role : Role.values()) {
            wiring.ports.put(role, free.next());
        }
        for (Role client : Role.values()) {
            for (Role server : USES.getOrDefault(client, List.of())) {
                wiring.connect(free, new Edge(client, server));
            }
        }
        return wiring;
    }

    /** Kafka tells its clients where to connect, so that each has a listener of its own, which names its link. */
    private void connect(PortRange free, Edge edge) {
        boolean kafka = edge.server() == Role.KAFKA;
        int server = kafka ? free.next() : port(edge.server());
        Link link = Link.open(free.next(), server);
        links.put(edge, link);
        if (kafka) {
            doors.add(server + ":" + link.port());
        }
    }

    /** Where the component itself listens; of the metering, its HTTP door. */
    int port(Role role) {
        return Objects.requireNonNull(ports.get(role));
    }

    /** Where the receiver of alerts is to listen, which runs in this process. */
    int receiverPort() {
        return receiverPort;
    }

    /** The receiver as the component {@code alerts} sees it. */
    String receiver() {
        return "http://" + HOST + toReceiver.port();
    }

    /** Listening and advertised port of each of the broker's doors. */
    List<String> doors() {
        return List.copyOf(doors);
    }

    /** Every link of the component, as client or as server. */
    List<Link> of(Role role) {
        Stream<Link> own = links.entrySet().stream()
                .filter(link -> link.getKey().client() == role || link.getKey().server() == role)
                .map(Map.Entry::getValue);
        return Stream.concat(own, role == Role.ALERTS ? Stream.of(toReceiver) : Stream.of())
                .toList();
    }

    /** The servers as the component sees them. */
    Endpoints seenBy(Role client) {
        return endpoints(server -> {
            Link link = links.get(new Edge(client, server));
            return link == null ? port(server) : link.port();
        });
    }

    /** The servers without any link between. */
    Endpoints straight() {
        return endpoints(this::port);
    }

    private static Endpoints endpoints(ToIntFunction<Role> port) {
        return new Endpoints(
                HOST + port.applyAsInt(Role.KAFKA),
                "http://" + HOST + port.applyAsInt(Role.REGISTRY),
                "jdbc:postgresql://" + HOST + port.applyAsInt(Role.POSTGRES) + "/postgres",
                "http://" + HOST + port.applyAsInt(Role.STRIPE));
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
        toReceiver.close();
    }
}
