package io.millrace.schemas.service;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where health and metrics of a service can be read, and its state where it has one to show. Nothing there asks who is asking: bind it to loopback or to a network
 * of operators. Immutable.
 *
 * @param port {@link #OFF} for none, 0 for a free one
 * @param host the address that is bound
 * @param advertisedHost under which the other instances and their callers reach this one
 */
public record HttpSettings(int port, String host, String advertisedHost) {
    /** The port of a door that is closed. */
    public static final int OFF = -1;

    public static final String LOOPBACK = "127.0.0.1";

    /** No door. */
    public static final HttpSettings CLOSED = new HttpSettings(OFF, LOOPBACK, LOOPBACK);

    private static final int PORT_MAX = 65_535;

    public HttpSettings {
        List<String> problems = problems(port, host, advertisedHost);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /** On loopback. */
    public static HttpSettings onLoopback(int port) {
        return new HttpSettings(port, LOOPBACK, LOOPBACK);
    }

    public boolean isOpen() {
        return port != OFF;
    }

    /** Reads http.port, http.host and http.advertised.host; adds what is wrong to the reader's problems. */
    public static HttpSettings read(ConfigReader reader) {
        int port = reader.integer("http.port", OFF, OFF, PORT_MAX);
        String host = reader.text("http.host", LOOPBACK);
        String advertised = reader.text("http.advertised.host", host);
        List<String> problems = problems(port, host, advertised);
        problems.forEach(reader::problem);
        return problems.isEmpty() ? new HttpSettings(port, host, advertised) : CLOSED;
    }

    private static List<String> problems(int port, String host, String advertised) {
        Stream<String> ports = port >= OFF && port <= PORT_MAX
                ? Stream.of()
                : Stream.of(Expected.message("http.port", port, "-1 to " + PORT_MAX));
        Stream<String> hosts = Stream.of("http.host", "http.advertised.host")
                .filter(key -> (key.equals("http.host") ? host : advertised).isBlank())
                .map(key -> Expected.message(key, "''", "a host name or an address"));
        return Stream.concat(ports, hosts).toList();
    }
}
