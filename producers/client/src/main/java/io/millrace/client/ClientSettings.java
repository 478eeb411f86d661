package io.millrace.client;

import io.millrace.client.verdict.OnStale;
import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * How a gateway talks to Millrace.
 *
 * @param bootstrapServers Kafka's addresses
 * @param registryUrl the schema registry's addresses, separated by commas
 * @param gatewayId names this gateway in every record
 * @param bufferRecords records held while Kafka is away, 1 or more; about 1.5 kB each
 * @param backpressure what happens when the buffer is full
 * @param blockMax longest wait of publish under {@link Backpressure#BLOCK}
 * @param staleAfter the view of the decisions is stale when Kafka has not been heard for so long
 * @param onStale what a verdict from a stale view is worth
 */
public record ClientSettings(
        String bootstrapServers,
        String registryUrl,
        String gatewayId,
        int bufferRecords,
        Backpressure backpressure,
        Duration blockMax,
        Duration staleAfter,
        OnStale onStale) {
    private static final int BUFFER_RECORDS_DEFAULT = 20_000;

    public ClientSettings {
        if (bufferRecords < 1) {
            throw Expected.illegal("bufferRecords", bufferRecords, ">= 1");
        }
    }

    /** Drops when 20,000 records are waiting; fails open when Kafka has been silent for 10 seconds. */
    public static ClientSettings defaults(String bootstrapServers, String registryUrl, String gatewayId) {
        return new ClientSettings(
                bootstrapServers,
                registryUrl,
                gatewayId,
                BUFFER_RECORDS_DEFAULT,
                Backpressure.DROP,
                Duration.ZERO,
                Duration.ofSeconds(10),
                OnStale.FAIL_OPEN);
    }

    /** The same, but publish waits up to {@code max} for room in the buffer. */
    public ClientSettings blockingUpTo(Duration max) {
        return new ClientSettings(
                bootstrapServers, registryUrl, gatewayId, bufferRecords, Backpressure.BLOCK, max, staleAfter, onStale);
    }
}
