package io.millrace.schemas.serde;

import io.millrace.schemas.config.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is and how long it is waited for.
 *
 * @param endpoints tried in order, from the last one that answered; at least one
 * @param connectTimeout of one connection
 * @param readTimeout from the connection to the end of the answer
 * @param unknownIdMemory how long an id is taken as unknown without asking again; zero asks each time
 * @param tls null for the JVM's own trust
 */
record RegistrySettings(
        List<Endpoint> endpoints,
        Duration connectTimeout,
        Duration readTimeout,
        RetryRule retries,
        Duration unknownIdMemory,
        @Nullable Tls tls) {
    static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    static final int READ_TIMEOUT_MILLIS = 10_000;
    static final int RETRIES = 3;
    static final int FIRST_WAIT_MILLIS = 1_000;
    static final int LONGEST_WAIT_MILLIS = 20_000;
    static final int UNKNOWN_ID_MEMORY_SECONDS = 10;

    RegistrySettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(SerdeConfig.REGISTRY_URL + ": none (expected: at least one URL)");
        }
    }

    /** Everything else at its default. */
    static RegistrySettings at(List<String> urls) {
        return new RegistrySettings(
                urls.stream().map(url -> Endpoint.parse(url, new Secret(""))).toList(),
                Duration.ofMillis(CONNECT_TIMEOUT_MILLIS),
                Duration.ofMillis(READ_TIMEOUT_MILLIS),
                new RetryRule(RETRIES, Duration.ofMillis(FIRST_WAIT_MILLIS), Duration.ofMillis(LONGEST_WAIT_MILLIS)),
                Duration.ofSeconds(UNKNOWN_ID_MEMORY_SECONDS),
                null);
    }
}
