package io.millrace.client.verdict;

import io.millrace.client.verdict.Complaints.Kind;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * The reading of the two topics through one consumer, step by step. Every probe period it looks for new partitions and
 * asks all their leaders for the ends: an answer is the sign that Kafka is heard (an empty poll is none), and once the
 * view has reached those ends it is complete as of the asking. Used by the reader's thread only.
 */
final class ReadingSession {
    private static final Duration POLL_MAX = Duration.ofMillis(100);
    private static final int PROBES_MAX = 8;
    private static final long REFUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The ends of all partitions as of a tick. */
    private record Probe(long tick, Map<TopicPartition, Long> ends) {}

    /** What the sessions of a reader share. */
    record Shared(
            Topics topics,
            VerdictSettings settings,
            Incoming incoming,
            Positions positions,
            ViewAge age,
            FeedTally tally,
            Complaints complaints,
            Clock clock) {}

    private final Consumer<byte[], byte[]> consumer;
    private final Shared shared;
    private final Clock clock;
    private final String decisionsTopic;
    private final String workspacesTopic;
    private final Duration period;
    private final Deque<Probe> probes = new ArrayDeque<>();
    private Set<TopicPartition> assigned = Set.of();
    private boolean decisionsFound;
    private @Nullable Long probedAt;
    private @Nullable Long workspacesRefusedAt;

    ReadingSession(Consumer<byte[], byte[]> consumer, Shared shared) {
        this.consumer = consumer;
        this.shared = shared;
        this.clock = shared.clock();
        this.decisionsTopic = shared.topics().decisions().name();
        this.workspacesTopic = shared.topics().workspaces().name();
        this.period = shared.settings().probeEvery();
    }

    /** One round; false when there was nothing to do, or something is to be tried again, and a pause is due. */
    boolean step() {
        try {
            Long last = probedAt;
            if (last == null || clock.tickNanos() - last >= period.toNanos()) {
                probedAt = clock.tickNanos();
                lookForPartitions();
                probe();
            }
            return !assigned.isEmpty() && read();
        } catch (TopicAuthorizationException e) {
            if (e.unauthorizedTopics().contains(decisionsTopic) || workspacesRefusedAt != null) {
                throw e;
            }
            shared.complaints()
                    .about(Kind.WORKSPACES_REFUSED, workspacesTopic + ": default of the settings applies", e);
            workspacesRefusedAt = clock.tickNanos();
            probedAt = null;
            return true;
        }
    }

    private void lookForPartitions() {
        Long refused = workspacesRefusedAt;
        if (refused != null && clock.tickNanos() - refused >= REFUSED_NANOS) {
            workspacesRefusedAt = null;
        }
        Set<TopicPartition> found = new LinkedHashSet<>(partitionsOf(decisionsTopic));
        decisionsFound = !found.isEmpty();
        if (!decisionsFound) {
            shared.complaints().about(Kind.NO_TOPIC, decisionsTopic + ": no such topic yet", null);
        }
        if (workspacesRefusedAt == null) {
            found.addAll(partitionsOf(workspacesTopic));
        }
        if (found.equals(assigned)) {
            return;
        }
        consumer.assign(found);
        Positions positions = shared.positions();
        positions.assign(found);
        for (TopicPartition partition : found) {
            Long known = positions.of(partition);
            if (known != null) {
                consumer.seek(partition, known);
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
        }
        assigned = found;
        probes.clear();
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, period);
        return infos == null
                ? List.of()
                : infos.stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
    }

    private void probe() {
        if (assigned.isEmpty()) {
            return;
        }
        long asked = clock.tickNanos();
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, period);
            shared.age().heard(asked);
            shared.tally().lag(shared.positions().lag(ends));
            if (decisionsFound && probes.size() < PROBES_MAX) {
                probes.add(new Probe(asked, ends));
            }
        } catch (RetriableException e) {
            shared.complaints().about(Kind.KAFKA_SILENT, "kafka did not say where its topics end", e);
        }
    }

    private boolean read() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_MAX.compareTo(period) < 0 ? POLL_MAX : period);
        boolean taken = true;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
            Long expected = shared.positions().of(partition);
            if (expected != null && batch.get(0).offset() < expected) {
                readAgain(partition, expected, batch.get(0).offset());
                return true;
            }
            taken &= take(partition, batch);
        }
        shared.incoming().tidy();
        notePositions();
        settle();
        return taken;
    }

    private boolean take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                shared.incoming().take(record);
            } catch (RegistryException e) {
                shared.complaints().about(Kind.REGISTRY, partition + ": waiting for the schema registry", e);
                consumer.seek(partition, record.offset());
                return false;
            }
        }
        return true;
    }

    /** Offsets went back: the topic is another one now, or lost its end. What the view has may be of what is gone. */
    private void readAgain(TopicPartition partition, long expected, long found) {
        String message = partition + ": offset " + found + " (expected: " + expected + " or later); all is read again";
        shared.complaints().about(Kind.REWOUND, message, null);
        shared.age().unload();
        shared.incoming().clear();
        shared.positions().clear();
        probes.clear();
        consumer.seekToBeginning(assigned);
        probedAt = null;
    }

    private void notePositions() {
        for (TopicPartition partition : assigned) {
            Long position = positionOf(partition);
            if (position != null) {
                shared.positions().set(partition, position);
            }
        }
    }

    /** Null while it is not known, such as before the first answer of a leader. */
    private @Nullable Long positionOf(TopicPartition partition) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            return null;
        }
    }

    private void settle() {
        Probe oldest = probes.peek();
        while (oldest != null && shared.positions().reached(oldest.ends())) {
            shared.age().completeAsOf(oldest.tick());
            probes.remove();
            oldest = probes.peek();
        }
    }
}
