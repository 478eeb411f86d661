package io.millrace.streams.topology;

import io.millrace.avro.RatedUsage;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.CorrectionSettings;
import io.millrace.streams.StreamsSettings;
import io.millrace.streams.UnknownWorkspaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on Kafka's test driver, with a registry in memory. */
final class Pipeline implements AutoCloseable {
    static final long NOW = 1_773_144_000_000_000L;

    final MemoryRegistry registry = new MemoryRegistry();
    final StreamsCounters counters = new StreamsCounters();
    final TestingClock clock = new TestingClock(NOW);
    final Links links;
    final TopologyTestDriver driver;
    private final Topics topics = Topics.of(1);
    private final AvroSerdes serdes = new AvroSerdes(registry);
    private final Map<String, TestInputTopic<String, ? extends SpecificRecord>> inputs = new HashMap<>();

    Pipeline() {
        this(UnknownWorkspaces.METER, new Quarantine());
    }

    Pipeline(UnknownWorkspaces unknown, Quarantine quarantine) {
        this(settings().with(unknown), quarantine);
    }

    Pipeline(CorrectionSettings corrections) {
        this(settings().with(corrections), new Quarantine());
    }

    private static StreamsSettings settings() {
        return StreamsSettings.of("none:1", "http://none", Path.of("target", "no-state"));
    }

    private Pipeline(StreamsSettings settings, Quarantine quarantine) {
        links = new Links(counters, quarantine, new LiveState(), new StoreSizes(), clock);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, "target/no-state");
        properties.put(Links.PROPERTY, links);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecords.class);
        driver = new TopologyTestDriver(
                MeteringTopology.build(topics, serdes, settings, links), properties, Instant.ofEpochMilli(NOW / 1_000));
    }

    void price(Price price) {
        price(price.priceId(), price);
    }

    void price(String key, Price price) {
        pipe(topics.prices(), key, RatingMapping.toAvro(price), NOW);
    }

    void rawPrice(String key, io.millrace.avro.Price price) {
        pipe(topics.prices(), key, price, NOW);
    }

    void endPrice(String priceId) {
        end(topics.prices(), priceId);
    }

    void usage(Usage usage) {
        usage(usage, usage.occurredAtMicros());
    }

    void usage(Usage usage, long ingestedAtMicros) {
        pipe(topics.usage(), usage.workspaceId(), UsageMapping.toAvro(usage), ingestedAtMicros);
    }

    void usageBytes(String key, byte @Nullable [] value) {
        bytes(topics.usage())
                .pipeInput(new TestRecord<>(
                        key.getBytes(StandardCharsets.UTF_8), value, Instant.ofEpochMilli(NOW / 1_000)));
    }

    void priceBytes(String key, byte[] value) {
        bytes(topics.prices()).pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    void policyBytes(String key, byte[] value) {
        bytes(topics.policies()).pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    void workspaceBytes(String key, byte[] value) {
        bytes(topics.workspaces()).pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    void creditBytes(String key, byte[] value) {
        bytes(topics.credits()).pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    void policy(Policy policy) {
        pipe(topics.policies(), policy.policyId(), BudgetMapping.toAvro(policy), NOW);
    }

    void rawPolicy(String key, io.millrace.avro.Policy policy) {
        pipe(topics.policies(), key, policy, NOW);
    }

    void endPolicy(String policyId) {
        end(topics.policies(), policyId);
    }

    void workspace(Workspace workspace) {
        pipe(topics.workspaces(), workspace.workspaceId(), BillingMapping.toAvro(workspace), NOW);
    }

    void credit(CreditEntry entry) {
        pipe(topics.credits(), entry.workspaceId(), BillingMapping.toAvro(entry), NOW);
    }

    /** Lets the flush interval pass. */
    void flush() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    /** Lets go of the changelogs, which the driver keeps for good. */
    void forgetChangelogs() {
        driver.producedTopicNames().stream()
                .filter(topic -> topic.endsWith("-changelog"))
                .forEach(topic -> driver.createOutputTopic(
                                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList());
    }

    List<RatedUsage> rated() {
        return read(topics.rated());
    }

    List<Drawdown> drawdowns() {
        return read(topics.drawdowns()).stream().map(BillingMapping::fromAvro).toList();
    }

    List<Decision> decisions() {
        return read(topics.decisions()).stream().map(BudgetMapping::fromAvro).toList();
    }

    List<BudgetAlert> alerts() {
        return read(topics.alerts()).stream().map(BudgetMapping::fromAvro).toList();
    }

    List<RejectedRecord> rejected() {
        return driver.createOutputTopic(
                        topics.rejected().name(), new ByteArrayDeserializer(), serdes.deserializer(topics.rejected()))
                .readValuesToList();
    }

    byte[] encode(Usage usage) {
        return serdes.serializer(topics.usage()).serialize(topics.usage().name(), UsageMapping.toAvro(usage));
    }

    @Override
    public void close() {
        driver.close();
    }

    private void end(Topic<?> topic, String key) {
        bytes(topic)
                .pipeInput(new TestRecord<>(
                        key.getBytes(StandardCharsets.UTF_8), null, Instant.ofEpochMilli(NOW / 1_000)));
    }

    private TestInputTopic<byte[], byte[]> bytes(Topic<?> topic) {
        return driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    // Each topic is put with the type of its own values.
    @SuppressWarnings("unchecked")
    private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V value, long atMicros) {
        TestInputTopic<String, V> input = (TestInputTopic<String, V>) inputs.computeIfAbsent(
                topic.name(), name -> driver.createInputTopic(name, new StringSerializer(), serdes.serializer(topic)));
        input.pipeInput(key, value, atMicros / 1_000);
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic))
                .readValuesToList();
    }
}
