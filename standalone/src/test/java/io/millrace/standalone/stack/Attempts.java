package io.millrace.standalone.stack;

import io.millrace.schemas.config.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What one user tries at the broker; each attempt says whether it was allowed. Not thread-safe. */
final class Attempts implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaAccess access;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    Attempts(KafkaAccess access) {
        this.access = access;
        Map<String, Object> properties = access.properties();
        properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        properties.put("request.timeout.ms", (int) PATIENCE.toMillis());
        admin = Admin.create(properties);
        Map<String, Object> producing = access.properties();
        producing.put("max.block.ms", PATIENCE.toMillis());
        producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> consuming = access.properties();
        consuming.put("enable.auto.commit", false);
        consuming.put("allow.auto.create.topics", false);
        consumer = new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Something that may be refused. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws ExecutionException, InterruptedException;
    }

    boolean writes(String topic) {
        return allowed(
                () -> producer.send(new ProducerRecord<>(topic, new byte[1])).get());
    }

    /** There must be a record. */
    boolean reads(String topic) {
        return allowed(() -> {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            if (consumer.poll(PATIENCE).isEmpty()) {
                throw new IllegalStateException(topic + ": no record, and no refusal");
            }
        });
    }

    boolean describes(String topic) {
        return allowed(
                () -> admin.describeTopics(List.of(topic)).allTopicNames().get());
    }

    boolean creates(String topic) {
        return allowed(() -> admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get());
    }

    boolean deletes(String topic) {
        return allowed(() -> admin.deleteTopics(List.of(topic)).all().get());
    }

    boolean deletesRecords(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return allowed(() -> admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(0)))
                .all()
                .get());
    }

    boolean alters(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp shorter = new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
        boolean configuration = allowed(() -> admin.incrementalAlterConfigs(Map.of(resource, List.of(shorter)))
                .all()
                .get());
        boolean partitions = allowed(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(9)))
                .all()
                .get());
        return configuration || partitions;
    }

    boolean joins(String group) {
        Map<String, Object> properties = access.properties();
        properties.put("group.id", group);
        properties.put("enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> member =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return commits(member);
        }
    }

    /** To a topic that is nobody's: whether the group may be written for is asked first. */
    private static boolean commits(KafkaConsumer<byte[], byte[]> member) {
        Optional<Class<?>> refusal = refusal(
                () -> member.commitSync(Map.of(new TopicPartition("millrace.any", 0), new OffsetAndMetadata(1))));
        return refusal.filter(GroupAuthorizationException.class::equals).isEmpty();
    }

    boolean deletesGroup(String group) {
        return allowed(() -> admin.deleteConsumerGroups(List.of(group)).all().get());
    }

    boolean beginsTransactionsAs(String transactionalId) {
        Map<String, Object> properties = access.properties();
        properties.put("transactional.id", transactionalId);
        properties.put("max.block.ms", PATIENCE.toMillis());
        try (KafkaProducer<byte[], byte[]> transactional =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            return allowed(transactional::initTransactions);
        }
    }

    boolean grantsItselfAnything() {
        AclBinding everything = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                new AccessControlEntry("User:" + UUID.randomUUID(), "*", AclOperation.ALL, AclPermissionType.ALLOW));
        return allowed(() -> admin.createAcls(List.of(everything)).all().get());
    }

    private static boolean allowed(Attempt attempt) {
        return refusal(attempt).isEmpty();
    }

    /** How the broker refused; what fails for another reason was let through. */
    private static Optional<Class<?>> refusal(Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            return cause instanceof AuthorizationException ? Optional.of(cause.getClass()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
