package io.millrace.privacy.kafka;

import io.millrace.avro.Policy;
import io.millrace.privacy.subject.Names;
import io.millrace.privacy.subject.RawSearch;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** What requests do in topics: look for a subject, and write tombstones. Each call has clients of its own; thread-safe. */
public final class SubjectTopics {
    private static final Duration POLL = Duration.ofMillis(200);
    /** A transaction of the metering is committed several times in this. */
    private static final Duration ROUND = Duration.ofSeconds(1);

    private static final int ROUNDS_QUIET = 4;
    private static final int ROUNDS_MAX = 60;
    private static final Set<Dimension> PEOPLE = Set.of(Dimension.USER, Dimension.SESSION, Dimension.CLIENT_IP);

    private final Map<String, Object> access;
    private final AvroSerdes serdes;
    private final Topics topics;

    /** @param access how Kafka is reached, as its clients' properties */
    public SubjectTopics(Map<String, Object> access, AvroSerdes serdes, Topics topics) {
        this.access = Map.copyOf(access);
        this.serdes = serdes;
        this.topics = topics;
    }

    /** The place of a record that was refused, in the rejected topic, and its bytes; the array is not copied: nobody changes it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Refused(int partition, long offset, byte[] value) {}

    /** The records of the rejected topic that hold a name of the subject. */
    public List<Refused> refused(Names names) {
        List<Refused> found = new ArrayList<>();
        forEach(topics.rejected(), record -> {
            if (record.value() != null && RawSearch.finds(names, record.value())) {
                found.add(new Refused(record.partition(), record.offset(), record.value()));
            }
        });
        return found;
    }

    /**
     * The same until none was written for some seconds: the metering decides anew on the scopes of a policy that has just ended, and
     * what it says comes after the first tombstones.
     */
    public long endDecisionsUntilQuiet(String workspaceId, BiPredicate<String, String> ended) {
        long written = endDecisions(workspaceId, ended);
        int quiet = 0;
        for (int round = 0; round < ROUNDS_MAX && quiet < ROUNDS_QUIET; round++) {
            LockSupport.parkNanos(ROUND.toNanos());
            long again = endDecisions(workspaceId, ended);
            quiet = again == 0 ? quiet + 1 : 0;
            written += again;
        }
        return written;
    }

    /** Tombstones for the decisions on these scopes of people; how many were written. */
    public long endDecisions(String workspaceId, BiPredicate<String, String> ended) {
        return entomb(topics.decisions(), record -> {
            try {
                Scope scope = Scope.parse(new String(record.key(), StandardCharsets.UTF_8));
                return scope.workspaceId().equals(workspaceId)
                        && PEOPLE.contains(scope.dimension())
                        && ended.test(scope.dimension().name(), scope.value());
            } catch (IllegalArgumentException e) {
                return false;
            }
        });
    }

    /** Tombstones for the policies on these scopes of people; how many were written. */
    public long endPolicies(String workspaceId, BiPredicate<String, String> ended) {
        Deserializer<Policy> deserializer = serdes.deserializer(topics.policies());
        return entomb(topics.policies(), record -> {
            try {
                Policy policy = deserializer.deserialize(topics.policies().name(), record.value());
                return policy.getWorkspaceId().equals(workspaceId)
                        && ended.test(policy.getDimension().name(), policy.getValue());
            } catch (SerializationException e) {
                return false;
            }
        });
    }

    /** How long each topic that holds records of people keeps one, as the broker says now. */
    public Map<String, Duration> retentions() {
        List<ConfigResource> asked =
                List.of(topics.usage(), topics.rated(), topics.alerts(), topics.rejected(), topics.undelivered())
                        .stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList();
        Map<String, Duration> retentions = new TreeMap<>();
        try (Admin admin = Admin.create(access)) {
            for (Map.Entry<ConfigResource, Config> one :
                    admin.describeConfigs(asked).all().get().entrySet()) {
                ConfigEntry entry = one.getValue().get("retention.ms");
                if (entry != null && entry.value() != null) {
                    retentions.put(one.getKey().name(), Duration.ofMillis(Long.parseLong(entry.value())));
                }
            }
        } catch (ExecutionException e) {
            throw SubjectFault.of(e);
        } catch (InterruptedException e) {
            throw SubjectFault.of(e);
        }
        return retentions;
    }

    /** Of each key the last record counts; it gets a tombstone where it is chosen. */
    private long entomb(Topic<?> topic, Predicate<ConsumerRecord<byte[], byte[]>> chosen) {
        Map<String, ProducerRecord<byte[], byte[]>> tombstones = new LinkedHashMap<>();
        forEach(topic, record -> {
            if (record.key() == null) {
                return;
            }
            String key = new String(record.key(), StandardCharsets.ISO_8859_1);
            if (record.value() != null && chosen.test(record)) {
                tombstones.put(key, new ProducerRecord<>(topic.name(), record.partition(), record.key(), null));
            } else {
                tombstones.remove(key);
            }
        });
        Map<String, Object> properties = new TreeMap<>(access);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> tombstone : tombstones.values()) {
                producer.send(tombstone).get();
            }
        } catch (ExecutionException e) {
            throw SubjectFault.of(e);
        } catch (InterruptedException e) {
            throw SubjectFault.of(e);
        }
        return tombstones.size();
    }

    /** From the beginning to where the topic ends now; committed records only. */
    private void forEach(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        Map<String, Object> properties = new TreeMap<>(access);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(visitor);
            }
        }
    }
}
