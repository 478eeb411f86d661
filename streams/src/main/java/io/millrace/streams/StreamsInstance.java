package io.millrace.streams;

import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.http.Instance;
import io.millrace.streams.http.MetricsPage;
import io.millrace.streams.http.MetricsPage.Lag;
import io.millrace.streams.topology.Store;
import io.millrace.streams.topology.StoreSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What Kafka Streams says of this process and the others. Thread-safe. */
final class StreamsInstance implements Instance, Health {
    private static final String LAG = "records-lag";

    private final KafkaStreams streams;
    private final String address;
    private final Topics topics;
    private final StoreSizes sizes;
    private final Probe kafka;

    /**
     * @param address {@code host:port} of this process
     * @param kafka whether a broker answers: Kafka Streams stays RUNNING without one
     */
    StreamsInstance(KafkaStreams streams, String address, Topics topics, StoreSizes sizes, Probe kafka) {
        this.streams = streams;
        this.address = address;
        this.topics = topics;
        this.sizes = sizes;
        this.kafka = kafka;
    }

    @Override
    public Owner ownerOf(String workspaceId) {
        if (!isReady()) {
            return new Owner(KeyQueryMetadata.NOT_AVAILABLE.partition(), null, false);
        }
        KeyQueryMetadata found = streams.queryMetadataForKey(Store.ACCOUNTS.id(), workspaceId, new StringSerializer());
        if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return new Owner(KeyQueryMetadata.NOT_AVAILABLE.partition(), null, false);
        }
        HostInfo host = found.activeHost();
        boolean known = host.port() > 0;
        String owner = host.host() + ":" + host.port();
        return new Owner(found.partition(), known ? owner : null, known && owner.equals(address));
    }

    @Override
    public boolean isLive() {
        KafkaStreams.State state = streams.state();
        return state != KafkaStreams.State.ERROR
                && state != KafkaStreams.State.PENDING_ERROR
                && state != KafkaStreams.State.NOT_RUNNING;
    }

    @Override
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public List<Part> parts() {
        return List.of(new Part("metering", isReady(), state()), kafka.part());
    }

    @Override
    public String state() {
        return streams.state().name();
    }

    /** Tasks that meter, and copies of others. */
    record Tasks(int active, int standby) {}

    Tasks tasks() {
        int active = 0;
        int standby = 0;
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            active += thread.activeTasks().size();
            standby += thread.standbyTasks().size();
        }
        return new Tasks(active, standby);
    }

    long changelogLag() {
        return streams.allLocalStorePartitionLags().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToLong(LagInfo::offsetLag)
                .sum();
    }

    MetricsPage.Readings readings(int quarantined) {
        int threads = isReady() ? streams.metadataForLocalThreads().size() : 0;
        return new MetricsPage.Readings(state(), threads, quarantined, lags(), entries(), sizes.heapBytes());
    }

    private List<Lag> lags() {
        List<Lag> lags = new ArrayList<>();
        streams.metrics().forEach((name, metric) -> addLag(name, metric, lags));
        return lags;
    }

    private void addLag(MetricName name, Metric metric, List<Lag> lags) {
        String topic = name.name().equals(LAG) ? name.tags().get("topic") : null;
        String partition = name.tags().get("partition");
        if (topic == null
                || partition == null
                || !(metric.metricValue() instanceof Double records)
                || records.isNaN()) {
            return;
        }
        // Kafka writes the dots of a topic as underscores in tags.
        topics.all().stream()
                .map(known -> known.name())
                .filter(known -> known.equals(topic) || known.replace('.', '_').equals(topic))
                .findFirst()
                .ifPresent(known -> lags.add(new Lag(known, Integer.parseInt(partition), records.longValue())));
    }

    /** Entries of the stores in this process, by name; without those that are not here now. */
    Map<String, Long> entries() {
        Map<String, Long> entries = new TreeMap<>();
        for (Store store : Store.values()) {
            if (store != Store.COMMIT) {
                addEntries(store, entries);
            }
        }
        return entries;
    }

    /** Nothing while the stores are not here, such as during a rebalance. */
    private void addEntries(Store store, Map<String, Long> entries) {
        try {
            ReadOnlyKeyValueStore<Object, Object> found = streams.store(
                    StoreQueryParameters.fromNameAndType(store.id(), QueryableStoreTypes.keyValueStore()));
            entries.put(store.id(), found.approximateNumEntries());
        } catch (InvalidStateStoreException e) {
            entries.remove(store.id());
        }
    }
}
