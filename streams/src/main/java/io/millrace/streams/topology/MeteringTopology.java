package io.millrace.streams.topology;

import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.StreamsSettings;
import io.millrace.streams.UnknownWorkspaces;
import io.millrace.streams.metering.Meter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** The graph of the metering: one sub-topology, so that one task owns all the state of a workspace, and the prices. */
public final class MeteringTopology {
    private final Topics topics;
    private final AvroSerdes serdes;
    private final StreamsSettings settings;
    private final Links links;
    private final StoredControls stored;
    private final PriceShelf shelf;
    private final Topology topology = new Topology();

    private MeteringTopology(Topics topics, AvroSerdes serdes, StreamsSettings settings, Links links) {
        this.topics = topics;
        this.serdes = serdes;
        this.settings = settings;
        this.links = links;
        this.stored = new StoredControls(
                topics.policies().name(),
                serdes.deserializer(topics.policies()),
                topics.workspaces().name(),
                serdes.deserializer(topics.workspaces()));
        this.shelf = new PriceShelf(topics.prices().name(), serdes.deserializer(topics.prices()), links.counters());
    }

    public static Topology build(Topics topics, AvroSerdes serdes, StreamsSettings settings) {
        return build(topics, serdes, settings, Links.of(new StreamsCounters()));
    }

    public static Topology build(Topics topics, AvroSerdes serdes, StreamsSettings settings, Links links) {
        MeteringTopology graph = new MeteringTopology(topics, serdes, settings, links);
        graph.addSources();
        graph.addReaders();
        graph.addSteps();
        graph.addSinks();
        graph.addStores();
        return graph.topology;
    }

    private void addSources() {
        source(Node.USAGE_SOURCE, topics.usage());
        source(Node.POLICIES_SOURCE, topics.policies());
        source(Node.WORKSPACES_SOURCE, topics.workspaces());
        source(Node.CREDITS_SOURCE, topics.credits());
        topology.addGlobalStore(
                StateStores.prices(),
                Node.PRICES_SOURCE.id(),
                new ReceivedTime(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.prices().name(),
                Node.KEEP_PRICE.id(),
                () -> new KeepPrice(shelf));
    }

    private void addReaders() {
        step(
                Node.READ_USAGE,
                () -> new ReadUsage(
                        topics.usage().name(),
                        serdes.deserializer(topics.usage()),
                        settings.corrections().window(),
                        links),
                Node.USAGE_SOURCE);
        control(
                Node.READ_POLICY,
                Node.POLICIES_SOURCE,
                new ReadControl.Step<>(
                        topics.policies().name(),
                        serdes.deserializer(topics.policies()),
                        Controls::policy,
                        Store.POLICIES,
                        Node.METER));
        control(
                Node.READ_WORKSPACE,
                Node.WORKSPACES_SOURCE,
                new ReadControl.Step<>(
                        topics.workspaces().name(),
                        serdes.deserializer(topics.workspaces()),
                        Controls::workspace,
                        Store.WORKSPACES,
                        Node.RATE));
        control(
                Node.READ_CREDIT,
                Node.CREDITS_SOURCE,
                new ReadControl.Step<>(
                        topics.credits().name(),
                        serdes.deserializer(topics.credits()),
                        Controls::credit,
                        null,
                        Node.METER));
    }

    private void addSteps() {
        StreamsCounters counters = links.counters();
        boolean unknownRefused = settings.unknownWorkspaces() == UnknownWorkspaces.REJECT;
        step(
                Node.RATE,
                () -> new Rate(shelf, stored, unknownRefused, settings.flushInterval(), links),
                Node.READ_USAGE,
                Node.READ_WORKSPACE);
        step(Node.DEDUPLICATE, () -> new Deduplicate(settings.dedupeWindow(), counters), Node.RATE);
        step(
                Node.METER,
                () -> new MeterUsage(stored, settings.flushInterval(), this::correctCalls, links),
                Node.DEDUPLICATE,
                Node.RATE,
                Node.READ_POLICY,
                Node.READ_CREDIT);
        step(Node.DRAW_DOWN, () -> new DrawDown(settings.flushInterval(), links), Node.METER);
    }

    private CorrectCalls correctCalls(ProcessorContext<Object, Object> context, Meter meter) {
        return new CorrectCalls(
                context,
                meter,
                settings.corrections(),
                new CorrectCalls.Sources(shelf, topics.usage().name(), serdes.deserializer(topics.usage())),
                links.counters());
    }

    private void addSinks() {
        sink(Node.RATED_SINK, topics.rated(), Node.DRAW_DOWN);
        sink(Node.DRAWDOWNS_SINK, topics.drawdowns(), Node.DRAW_DOWN);
        sink(Node.DECISIONS_SINK, topics.decisions(), Node.METER);
        sink(Node.ALERTS_SINK, topics.alerts(), Node.METER);
        topology.addSink(
                Node.REJECTED_SINK.id(),
                topics.rejected().name(),
                new ByteArraySerializer(),
                serdes.serializer(topics.rejected()),
                ids(Node.READ_USAGE, Node.READ_POLICY, Node.READ_WORKSPACE, Node.READ_CREDIT, Node.RATE));
    }

    private void addStores() {
        store(Store.SEEN, Node.DEDUPLICATE);
        store(Store.TOTALS, Node.DEDUPLICATE);
        store(Store.REFUSED_PRICES, Node.RATE);
        store(Store.KEPT_PRICES, Node.RATE);
        store(Store.WORKSPACES, Node.READ_WORKSPACE, Node.RATE, Node.METER);
        store(Store.POLICIES, Node.READ_POLICY, Node.METER);
        store(Store.SCOPES, Node.METER);
        store(Store.LATE_WINDOWS, Node.METER);
        store(Store.ACCOUNTS, Node.METER);
        store(Store.MARKS, Node.METER);
        store(Store.COUNTED, Node.READ_USAGE, Node.METER);
        store(Store.UNPRICED, Node.METER);
        store(Store.DRAWDOWNS, Node.DRAW_DOWN);
        store(Store.COMMIT, Node.READ_USAGE, Node.DEDUPLICATE, Node.METER, Node.DRAW_DOWN);
    }

    private void source(Node node, Topic<?> topic) {
        topology.addSource(
                org.apache.kafka.streams.AutoOffsetReset.earliest(),
                node.id(),
                new ReceivedTime(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    private <A extends SpecificRecord> void control(Node node, Node source, ReadControl.Step<A> step) {
        step(node, () -> new ReadControl<>(step, links), source);
    }

    private <K, V> void step(Node node, ProcessorSupplier<K, V, Object, Object> supplier, Node... parents) {
        topology.addProcessor(node.id(), supplier, ids(parents));
    }

    private <V extends SpecificRecord> void sink(Node node, Topic<V> topic, Node parent) {
        topology.addSink(node.id(), topic.name(), new StringSerializer(), serdes.serializer(topic), parent.id());
    }

    private void store(Store store, Node... users) {
        topology.addStateStore(
                StateStores.builder(
                        store, settings.dedupeWindow(), settings.corrections().window()),
                ids(users));
    }

    private static String[] ids(Node... nodes) {
        String[] ids = new String[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            ids[i] = nodes[i].id();
        }
        return ids;
    }
}
