package io.millrace.standalone.stack;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes prices, policies and workspaces; each call returns once the broker has them all. */
public final class Publishing implements AutoCloseable {
    private final Topics topics;
    private final AvroSerdes serdes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public Publishing(Endpoints endpoints, Topics topics) {
        this.topics = topics;
        this.serdes = AvroSerdes.at(endpoints.registry());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        endpoints.kafka(),
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void prices(List<Price> prices) {
        prices.forEach(price -> send(topics.prices(), null, price.priceId(), RatingMapping.toAvro(price)));
        await();
    }

    public void workspaces(List<Workspace> workspaces) {
        workspaces.forEach(workspace ->
                send(topics.workspaces(), null, workspace.workspaceId(), BillingMapping.toAvro(workspace)));
        await();
    }

    public void policies(List<Policy> policies) {
        policies.forEach(policy ->
                send(topics.policies(), partition(policy.policyId()), policy.policyId(), BudgetMapping.toAvro(policy)));
        await();
    }

    /** Ends a policy. */
    public void endPolicy(String policyId) {
        send(topics.policies(), partition(policyId), policyId, null);
        await();
    }

    @Override
    public void close() {
        producer.close();
    }

    private int partition(String policyId) {
        return Partitions.ofPolicy(policyId, topics.policies().partitions());
    }

    private <V extends SpecificRecord> void send(
            Topic<V> topic, @Nullable Integer partition, String key, @Nullable V value) {
        byte[] bytes = value == null ? null : serdes.serializer(topic).serialize(topic.name(), value);
        sent.add(producer.send(
                new ProducerRecord<>(topic.name(), partition, key.getBytes(StandardCharsets.UTF_8), bytes)));
    }

    private void await() {
        try {
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "PUBLISH", "records: not written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "PUBLISH", "records: interrupted", e);
        } finally {
            sent.clear();
        }
    }
}
