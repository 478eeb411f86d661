package io.millrace.client.verdict;

import io.millrace.avro.BillingMode;
import io.millrace.avro.Decision;
import io.millrace.avro.Workspace;
import io.millrace.avro.WorkspaceStatus;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.serde.SchemaRegistry;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A reading session on Kafka's MockConsumer, with everything around it, moved by hand. */
final class Feed {
    static final Topics TOPICS = Topics.of(1);

    private final AvroSerdes serdes = new AvroSerdes(new OneRegistry());
    final TestingClock clock = new TestingClock(1_000 * Micros.PER_SECOND);
    final DecisionView view = new DecisionView();
    final WorkspaceChoices choices;
    final Positions positions = new Positions();
    final FeedTally tally = new FeedTally();
    final ViewAge age;
    ScriptedConsumer consumer = new ScriptedConsumer();
    ReadingSession session;
    boolean registryAway;
    private final ReadingSession.Shared shared;

    Feed(VerdictSettings settings) {
        choices = new WorkspaceChoices(settings.onStale());
        age = new ViewAge(settings.staleAfter().toNanos(), clock.tickNanos());
        Complaints complaints = new Complaints(LoggerFactory.getLogger(Feed.class), clock);
        Deserializer<Decision> decisions = serdes.deserializer(TOPICS.decisions());
        Deserializer<Decision> moody = (topic, data) -> {
            if (registryAway) {
                throw new RegistryException("registry: away (expected: an answer)", true, null);
            }
            return decisions.deserialize(topic, data);
        };
        Incoming incoming =
                new Incoming(TOPICS, moody, serdes.deserializer(TOPICS.workspaces()), view, choices, tally, complaints);
        shared = new ReadingSession.Shared(TOPICS, settings, incoming, positions, age, tally, complaints, clock);
        session = new ReadingSession(consumer, shared);
    }

    /** As after a fault: another consumer, which knows nothing. */
    void newSession() {
        consumer = new ScriptedConsumer();
        session = new ReadingSession(consumer, shared);
    }

    /** Both topics exist, with so many partitions. */
    void topics(int partitions) {
        decisionsOnly(partitions);
        consumer.make(TOPICS.workspaces().name(), partitions);
    }

    void decisionsOnly(int partitions) {
        consumer.make(TOPICS.decisions().name(), partitions);
    }

    void seconds(int seconds) {
        clock.advanceMicros(seconds * Micros.PER_SECOND);
    }

    void write(Scope scope, long version) {
        writeTo(0, scope, version);
    }

    void writeTo(int partition, Scope scope, long version) {
        Constraint constraint =
                new Constraint("p", Verdict.BLOCK, Reason.RATE_EXCEEDED, Measure.REQUESTS, 1, 1, new Window(0, null));
        Decision decision =
                BudgetMapping.toAvro(new io.millrace.schemas.budget.Decision(scope, version, 0, List.of(constraint)));
        String topic = TOPICS.decisions().name();
        writeTo(
                topic,
                partition,
                scope.key(),
                serdes.serializer(TOPICS.decisions()).serialize(topic, decision));
    }

    void writeBytes(String key, byte @Nullable [] value) {
        writeTo(TOPICS.decisions().name(), 0, key, value);
    }

    void workspace(String id, boolean failOpen) {
        Workspace workspace = new Workspace(
                id, "plan", "UTC", WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 1L, 1L, 0L, failOpen, "standard");
        String topic = TOPICS.workspaces().name();
        writeTo(topic, 0, id, serdes.serializer(TOPICS.workspaces()).serialize(topic, workspace));
    }

    void writeTo(String topic, int partition, String key, byte @Nullable [] value) {
        consumer.write(new TopicPartition(topic, partition), key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** The decisions topic was deleted and made again: offsets begin at 0. */
    void recreateDecisions() {
        TopicPartition partition = new TopicPartition(TOPICS.decisions().name(), 0);
        consumer.log.put(partition, new ArrayList<>());
        consumer.seek(partition, 0);
    }

    /** A mock that keeps its log, so that it can be read again, and that can fall silent. */
    static final class ScriptedConsumer extends MockConsumer<byte[], byte[]> {
        final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
        boolean silent;
        int silentPartition = -1;
        boolean pausedReading;
        long offset;
        private long maxRecords = Long.MAX_VALUE;

        ScriptedConsumer() {
            super("earliest");
        }

        void make(String topic, int partitions) {
            updatePartitions(
                    topic,
                    IntStream.range(0, partitions)
                            .mapToObj(i -> new PartitionInfo(topic, i, Node.noNode(), new Node[0], new Node[0]))
                            .toList());
            for (int i = 0; i < partitions; i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                log.computeIfAbsent(partition, any -> new ArrayList<>());
                updateBeginningOffsets(Map.of(partition, 0L));
            }
        }

        // Kafka takes a null value for a tombstone.
        @SuppressWarnings("NullAway")
        void write(TopicPartition to, byte[] key, byte @Nullable [] value) {
            List<ConsumerRecord<byte[], byte[]>> records = log.get(to);
            records.add(new ConsumerRecord<>(to.topic(), to.partition(), offset + records.size(), key, value));
        }

        @Override
        public synchronized void setMaxPollRecords(long max) {
            maxRecords = max;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            super.poll(Duration.ZERO);
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
            if (pausedReading || silent) {
                return new ConsumerRecords<>(found, Map.of());
            }
            for (TopicPartition partition : assignment()) {
                long from = position(partition);
                List<ConsumerRecord<byte[], byte[]>> batch = log.getOrDefault(partition, List.of()).stream()
                        .filter(record -> record.offset() >= from)
                        .limit(maxRecords)
                        .toList();
                if (!batch.isEmpty()) {
                    found.put(partition, batch);
                    seek(partition, batch.get(batch.size() - 1).offset() + 1);
                }
            }
            return new ConsumerRecords<>(found, Map.of());
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (TopicPartition partition : partitions) {
                if (silent || partition.partition() == silentPartition) {
                    throw new TimeoutException("end of " + partition);
                }
                ends.put(
                        partition,
                        offset + log.getOrDefault(partition, List.of()).size());
            }
            return ends;
        }
    }

    /** A registry of whatever is registered. */
    private static final class OneRegistry implements SchemaRegistry {
        private final List<Schema> schemas = new ArrayList<>();

        @Override
        public int register(String subject, Schema schema) {
            if (!schemas.contains(schema)) {
                schemas.add(schema);
            }
            return schemas.indexOf(schema);
        }

        @Override
        public int lookup(String subject, Schema schema) {
            return schemas.indexOf(schema);
        }

        @Override
        public Schema byId(int id) {
            return schemas.get(id);
        }
    }
}
