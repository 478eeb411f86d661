package io.millrace.standalone.stack;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Partitions;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes prices, policies and workspaces; each call returns once the broker has them all. */
public final class Publishing implements AutoCloseable {
    private final Topics topics;
    private final AvroSerdes serdes;
    private final RawPublishing raw;

    public Publishing(Endpoints endpoints, Topics topics) {
        this.topics = topics;
        this.serdes = AvroSerdes.at(endpoints.registryAccess());
        this.raw = new RawPublishing(endpoints);
    }

    public void prices(List<Price> prices) {
        prices.forEach(price -> send(topics.prices(), null, price.priceId(), RatingMapping.toAvro(price)));
        raw.await();
    }

    public void workspaces(List<Workspace> workspaces) {
        workspaces.forEach(workspace ->
                send(topics.workspaces(), null, workspace.workspaceId(), BillingMapping.toAvro(workspace)));
        raw.await();
    }

    public void policies(List<Policy> policies) {
        policies.forEach(policy ->
                send(topics.policies(), partition(policy.policyId()), policy.policyId(), BudgetMapping.toAvro(policy)));
        raw.await();
    }

    /** Ends a policy. */
    public void endPolicy(String policyId) {
        send(topics.policies(), partition(policyId), policyId, null);
        raw.await();
    }

    @Override
    public void close() {
        raw.close();
    }

    private int partition(String policyId) {
        return Partitions.ofPolicy(policyId, topics.policies().partitions());
    }

    private <V extends SpecificRecord> void send(
            Topic<V> topic, @Nullable Integer partition, String key, @Nullable V value) {
        byte[] bytes = value == null ? null : serdes.serializer(topic).serialize(topic.name(), value);
        raw.send(new ProducerRecord<>(topic.name(), partition, key.getBytes(StandardCharsets.UTF_8), bytes));
    }
}
