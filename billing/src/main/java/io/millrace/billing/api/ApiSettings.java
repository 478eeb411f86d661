package io.millrace.billing.api;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.util.List;

/**
 * How the API is served.
 *
 * @param host address to listen at
 * @param port 0 takes a free one; {@link #OFF_PORT} serves nothing
 * @param peppers of {@link KeyHashes}; may be empty where nothing is served
 * @param requestsPerSecond of one key, 1 to 10,000; twice as many at once
 */
public record ApiSettings(String host, int port, List<Secret> peppers, int requestsPerSecond) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int OFF_PORT = -1;
    public static final int PORT_MAX = 65_535;
    public static final int REQUESTS_DEFAULT = 50;
    public static final int REQUESTS_MAX = 10_000;

    /** No API. */
    public static final ApiSettings OFF = new ApiSettings(LOOPBACK, OFF_PORT, List.of(), REQUESTS_DEFAULT);

    public ApiSettings {
        peppers = List.copyOf(peppers);
        if (port < OFF_PORT || port > PORT_MAX) {
            throw Expected.illegal("api port", port, "0 to " + PORT_MAX + ", or -1");
        }
        if (port != OFF_PORT && peppers.isEmpty()) {
            throw Expected.illegal("api.key.pepper", "missing", "a secret to hash keys with, where api.port is set");
        }
        if (requestsPerSecond < 1 || requestsPerSecond > REQUESTS_MAX) {
            throw Expected.illegal("api requests per second", requestsPerSecond, "1 to " + REQUESTS_MAX);
        }
    }

    /** On loopback at any free port. */
    public static ApiSettings local(Secret pepper) {
        return new ApiSettings(LOOPBACK, 0, List.of(pepper), REQUESTS_DEFAULT);
    }

    public boolean isOn() {
        return port != OFF_PORT;
    }
}
