package io.millrace.streams;

import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.serde.RegistryProbe;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.DiskMetrics;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.http.MetricsPage;
import io.millrace.streams.http.StateRoutes;
import io.millrace.streams.topology.ChangelogTally;
import io.millrace.streams.topology.Links;
import io.millrace.streams.topology.MeteringTopology;
import io.millrace.streams.topology.Quarantine;
import io.millrace.streams.topology.Store;
import io.millrace.streams.topology.StreamsCounters;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metering, running. Thread-safe.
 *
 * <p>A fault stops it: its state is ERROR then, and the listener has the cause. When the schema registry does not
 * answer, or the metering failed on one record, which is rejected then, the thread is replaced and goes on from the last
 * commit.
 */
public final class StreamsApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);

    private final KafkaStreams streams;
    private final StreamsCounters counters;
    private final StreamsInstance instance;
    private final Monitor door;

    private StreamsApp(KafkaStreams streams, StreamsCounters counters, StreamsInstance instance, Monitor door) {
        this.streams = streams;
        this.counters = counters;
        this.instance = instance;
        this.door = door;
    }

    /** Starts; faults are only logged. */
    public static StreamsApp start(StreamsSettings settings, Topics topics) {
        return start(settings, topics, fault -> {});
    }

    /**
     * Starts; returns before records are read. The topics must exist.
     *
     * @throws io.millrace.schemas.error.MillraceException when the broker or the registry does not let it in
     * @param faults hears of every fault that ends a thread, on that thread
     */
    public static StreamsApp start(StreamsSettings settings, Topics topics, Consumer<Throwable> faults) {
        KafkaProbe.require(settings.kafka());
        RegistryProbe.require(settings.registry());
        return start(settings, topics, AvroSerdes.at(settings.registry()), faults);
    }

    static StreamsApp start(StreamsSettings settings, Topics topics, AvroSerdes serdes, Consumer<Throwable> faults) {
        Monitor door = Monitor.bind("streams", settings.http());
        try {
            return start(settings, topics, serdes, faults, door);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    private static StreamsApp start(
            StreamsSettings settings, Topics topics, AvroSerdes serdes, Consumer<Throwable> faults, Monitor door) {
        Links links = Links.of(new StreamsCounters());
        CertificateMetrics certificates = CertificateMetrics.of(
                "streams",
                links.clock(),
                settings.kafka().keystore(),
                settings.registry().keystore());
        Properties properties = StreamsProperties.of(settings, links);
        String address = door.address();
        if (address != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        }
        KafkaStreams streams = new KafkaStreams(MeteringTopology.build(topics, serdes, settings, links), properties);
        streams.setUncaughtExceptionHandler(fault -> respond(fault, links.quarantine(), faults));
        ChangelogTally tally = new ChangelogTally(links.counters());
        streams.setGlobalStateRestoreListener(tally);
        streams.setStandbyUpdateListener(tally);
        Probe kafka = new Probe("kafka", () -> KafkaProbe.require(settings.kafka(), KAFKA_PATIENCE), links.clock());
        StreamsInstance instance =
                new StreamsInstance(streams, address == null ? "" : address, topics, links.sizes(), kafka);
        streams.start();
        door.open(
                instance,
                List.of(
                        page -> write(page, links, instance),
                        new DiskMetrics("state", settings.stateDirectory()),
                        certificates),
                new StateRoutes(links.live(), instance));
        return new StreamsApp(streams, links.counters(), instance, door);
    }

    private static void write(PrometheusText page, Links links, StreamsInstance instance) {
        MetricsPage.write(
                page, links.counters(), instance.readings(links.quarantine().size()));
    }

    /** Where state, health and metrics are: {@code http://host:port}; null where they are not served. */
    public @Nullable String httpUrl() {
        String address = door.address();
        return address == null ? null : "http://" + address;
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Tasks in this process now. */
    StreamsInstance.Tasks tasks() {
        return instance.tasks();
    }

    /** Changelog records that the tasks here lack now, those of standby tasks among them. */
    long changelogLag() {
        return instance.changelogLag();
    }

    public StreamsCounters.Snapshot counters() {
        return counters.snapshot();
    }

    /**
     * Duplicates ever dropped, over the partitions this process owns, in records: kept with the state, so exact after a
     * failure too once nothing more comes in. Empty while the state is not there, such as during a rebalance.
     */
    public OptionalLong duplicates() {
        try {
            ReadOnlyKeyValueStore<String, Long> totals = streams.store(
                    StoreQueryParameters.fromNameAndType(Store.TOTALS.id(), QueryableStoreTypes.keyValueStore()));
            try (KeyValueIterator<String, Long> all = totals.all()) {
                return OptionalLong.of(sum(all));
            }
        } catch (InvalidStateStoreException e) {
            return OptionalLong.empty();
        }
    }

    /** Commits, leaves the group, so that the next start need not wait for the session to end, and stops. */
    @Override
    public void close() {
        door.close();
        stop(CLOSE_TIMEOUT);
    }

    private void stop(Duration bound) {
        CloseOptions options = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(bound);
        if (!streams.close(options)) {
            LOG.warn("streams: still stopping after {} (expected: stopped)", bound);
        }
    }

    /** As a process of its own: not ready first, then the last commit, and the door stays open to tell of it. */
    Running asService(Duration bound) {
        return new Running() {
            @Override
            public boolean isLive() {
                return instance.isLive();
            }

            @Override
            public List<Step> drain() {
                return List.of(
                        new Step("readiness", door::retire),
                        new Step("last commit", () -> stop(bound.plusSeconds(1))),
                        new Step("http", door::close));
            }
        };
    }

    private static long sum(KeyValueIterator<String, Long> entries) {
        long sum = 0;
        while (entries.hasNext()) {
            KeyValue<String, Long> entry = entries.next();
            sum += entry.value;
        }
        return sum;
    }

    private static StreamThreadExceptionResponse respond(
            Throwable fault, Quarantine quarantine, Consumer<Throwable> faults) {
        boolean retry = isRetriable(fault) || quarantine.explains(fault);
        LOG.error("streams: thread ended by a fault (expected: none); {}", retry ? "replaced" : "stopping", fault);
        faults.accept(fault);
        return retry ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    static boolean isRetriable(@Nullable Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException registry) {
                return registry.retriable();
            }
        }
        return false;
    }
}
