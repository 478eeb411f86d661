package io.millrace.streams;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.service.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the metering runs. Immutable.
 *
 * @param kafka how Kafka is reached
 * @param registry how the schema registry is reached
 * @param stateDirectory where Kafka Streams keeps its lock; the state itself is in memory and in the changelogs
 * @param applicationId consumer group, transactional ids and changelogs are named after it
 * @param clientId names the clients in logs and metrics
 * @param threads stream threads, at most the number of partitions is of use
 * @param dedupeWindow how long an event id is remembered, stream time; memory grows with it
 * @param flushInterval how often drawdowns and heartbeats are written
 * @param commitInterval how often a transaction is committed: what read-committed readers wait for
 * @param transactionTimeout after which the broker aborts a transaction whose owner has died
 * @param replicationFactor of the changelogs; -1 takes the broker's default
 * @param unknownWorkspaces what becomes of calls of workspaces without a description
 * @param replicas copies of the state
 * @param http where state, health and metrics can be read
 * @param corrections how long and for what calls are kept so that they can be corrected
 */
public record StreamsSettings(
        KafkaAccess kafka,
        RegistryAccess registry,
        Path stateDirectory,
        String applicationId,
        String clientId,
        int threads,
        Duration dedupeWindow,
        Duration flushInterval,
        Duration commitInterval,
        Duration transactionTimeout,
        int replicationFactor,
        UnknownWorkspaces unknownWorkspaces,
        ReplicaSettings replicas,
        HttpSettings http,
        CorrectionSettings corrections) {
    private static final String APPLICATION_ID = "millrace-streams";
    private static final int THREADS = 1;
    private static final Duration DEDUPE_WINDOW = Duration.ofHours(24);
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final int REPLICATION_FACTOR = -1;

    public StreamsSettings {
        require("threads", threads, threads >= 1, ">= 1");
        require("dedupe window", dedupeWindow, dedupeWindow.toMinutes() >= 1, ">= 1 minute");
        require("flush interval", flushInterval, flushInterval.toMillis() >= 10, ">= 10 ms");
        require("commit interval", commitInterval, commitInterval.toMillis() >= 1, ">= 1 ms");
        require(
                "transaction timeout",
                transactionTimeout,
                transactionTimeout.compareTo(commitInterval) > 0,
                "> commit interval " + commitInterval);
    }

    /**
     * Defaults: 1 thread, 24 h of ids, flush 1 s, commit 100 ms, transactions 10 s, the broker's replication factor,
     * unknown workspaces metered, no standby replicas, no HTTP.
     */
    public static StreamsSettings of(String bootstrapServers, String registryUrl, Path stateDirectory) {
        return of(KafkaAccess.plaintext(bootstrapServers), RegistryAccess.at(registryUrl), stateDirectory);
    }

    /** The same with what it takes to be let in. */
    public static StreamsSettings of(KafkaAccess kafka, RegistryAccess registry, Path stateDirectory) {
        return new StreamsSettings(
                kafka,
                registry,
                stateDirectory,
                APPLICATION_ID,
                APPLICATION_ID,
                THREADS,
                DEDUPE_WINDOW,
                FLUSH_INTERVAL,
                COMMIT_INTERVAL,
                TRANSACTION_TIMEOUT,
                REPLICATION_FACTOR,
                UnknownWorkspaces.METER,
                ReplicaSettings.NONE,
                HttpSettings.CLOSED,
                CorrectionSettings.DEFAULT);
    }

    /**
     * Reads what {@link KafkaAccess} and {@link RegistryAccess} have, state.dir and, where the default does not do, application.id,
     * client.id, threads, dedupe.window.minutes, flush.interval.ms, commit.interval.ms, transaction.timeout.ms,
     * replication.factor, unknown.workspaces, and what {@link ReplicaSettings}, {@link HttpSettings} and
     * {@link CorrectionSettings} have.
     *
     * @throws io.millrace.schemas.error.MillraceException with every problem found
     */
    public static StreamsSettings read(Map<String, String> values) {
        return read(new ConfigReader(values));
    }

    /** The same from a reader, which is finished. */
    static StreamsSettings read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        RegistryAccess registry = RegistryAccess.read(reader, "schema.registry.");
        String stateDirectory = reader.text("state.dir", null);
        String applicationId = reader.text("application.id", APPLICATION_ID);
        String clientId = reader.text("client.id", APPLICATION_ID);
        int threads = reader.integer("threads", THREADS, 1, 64);
        int dedupeMinutes = reader.integer("dedupe.window.minutes", (int) DEDUPE_WINDOW.toMinutes(), 1, 50_400);
        int flushMillis = reader.integer("flush.interval.ms", (int) FLUSH_INTERVAL.toMillis(), 10, 60_000);
        int commitMillis = reader.integer("commit.interval.ms", (int) COMMIT_INTERVAL.toMillis(), 1, 30_000);
        int timeoutMillis =
                reader.integer("transaction.timeout.ms", (int) TRANSACTION_TIMEOUT.toMillis(), 1_000, 900_000);
        int replication = reader.integer("replication.factor", REPLICATION_FACTOR, -1, 16);
        UnknownWorkspaces unknown = reader.choice("unknown.workspaces", UnknownWorkspaces.METER);
        ReplicaSettings replicas = ReplicaSettings.read(reader);
        HttpSettings http = HttpSettings.read(reader);
        CorrectionSettings corrections = CorrectionSettings.read(reader);
        reader.finish();
        return new StreamsSettings(
                kafka,
                registry,
                Path.of(stateDirectory),
                applicationId,
                clientId,
                threads,
                Duration.ofMinutes(dedupeMinutes),
                Duration.ofMillis(flushMillis),
                Duration.ofMillis(commitMillis),
                Duration.ofMillis(timeoutMillis),
                replication,
                unknown,
                replicas,
                http,
                corrections);
    }

    public StreamsSettings withThreads(int count) {
        return with(count, flushInterval, commitInterval, unknownWorkspaces, replicas, http);
    }

    public StreamsSettings withIntervals(Duration flush, Duration commit) {
        return with(threads, flush, commit, unknownWorkspaces, replicas, http);
    }

    public StreamsSettings with(UnknownWorkspaces unknown) {
        return with(threads, flushInterval, commitInterval, unknown, replicas, http);
    }

    public StreamsSettings with(ReplicaSettings copies) {
        return with(threads, flushInterval, commitInterval, unknownWorkspaces, copies, http);
    }

    public StreamsSettings with(HttpSettings door) {
        return with(threads, flushInterval, commitInterval, unknownWorkspaces, replicas, door);
    }

    public StreamsSettings with(CorrectionSettings kept) {
        return new StreamsSettings(
                kafka,
                registry,
                stateDirectory,
                applicationId,
                clientId,
                threads,
                dedupeWindow,
                flushInterval,
                commitInterval,
                transactionTimeout,
                replicationFactor,
                unknownWorkspaces,
                replicas,
                http,
                kept);
    }

    private StreamsSettings with(
            int count,
            Duration flush,
            Duration commit,
            UnknownWorkspaces unknown,
            ReplicaSettings copies,
            HttpSettings door) {
        return new StreamsSettings(
                kafka,
                registry,
                stateDirectory,
                applicationId,
                clientId,
                count,
                dedupeWindow,
                flush,
                commit,
                transactionTimeout,
                replicationFactor,
                unknown,
                copies,
                door,
                corrections);
    }

    private static void require(String thing, Object value, boolean holds, String rule) {
        if (!holds) {
            throw Expected.illegal(thing, value, rule);
        }
    }
}
