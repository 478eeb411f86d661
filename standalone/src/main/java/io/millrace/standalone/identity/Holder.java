package io.millrace.standalone.identity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who has a certificate: its common name is the name here, and the user that the broker's rules speak of. */
enum Holder {
    KAFKA("kafka"),
    DATABASE("database"),
    REGISTRY("registry"),
    SETUP,
    STREAMS,
    SINKS,
    BILLING,
    ALERTS,
    /** Whoever works from the host. */
    OPERATOR;

    private final List<String> hosts;

    /** @param hosts that a server answers to, beside loopback; none for a client */
    Holder(String... hosts) {
        this.hosts = List.of(hosts);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> alternatives() {
        return hosts.isEmpty()
                ? List.of("dns:" + id())
                : Stream.concat(
                                hosts.stream().map(host -> "dns:" + host),
                                Stream.of("dns:localhost", "ip:127.0.0.1"))
                        .toList();
    }
}
