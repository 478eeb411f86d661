package io.millrace.schemas.service;

import io.millrace.schemas.config.ConfigReader;
import java.time.Duration;

/**
 * What every service is told. Immutable.
 *
 * @param http where its health and metrics can be read
 * @param drainTimeout after which a service that was told to end ends with work unfinished, 1 to 600 s
 */
public record ServiceSettings(HttpSettings http, Duration drainTimeout) {
    private static final int DRAIN_MILLIS_DEFAULT = 20_000;
    private static final int DRAIN_MILLIS_MIN = 1_000;
    private static final int DRAIN_MILLIS_MAX = 600_000;

    /** Reads http.port, http.host, http.advertised.host and drain.timeout.ms; the problems are the reader's to report. */
    static ServiceSettings read(ConfigReader reader) {
        HttpSettings http = HttpSettings.read(reader);
        int millis = reader.integer("drain.timeout.ms", DRAIN_MILLIS_DEFAULT, DRAIN_MILLIS_MIN, DRAIN_MILLIS_MAX);
        return new ServiceSettings(http, Duration.ofMillis(millis));
    }
}
