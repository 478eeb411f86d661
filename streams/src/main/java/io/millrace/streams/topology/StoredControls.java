package io.millrace.streams.topology;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Reads the policies and workspaces that were kept, when a task starts. They were valid when they were kept.
 *
 * @param policiesTopic the topic the values were written to
 * @param workspacesTopic the topic the values were written to
 */
record StoredControls(
        String policiesTopic,
        Deserializer<io.millrace.avro.Policy> policyDeserializer,
        String workspacesTopic,
        Deserializer<io.millrace.avro.Workspace> workspaceDeserializer) {
    List<Policy> policies(KeyValueStore<String, byte[]> store) {
        List<Policy> policies = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry ->
                    policies.add(BudgetMapping.fromAvro(policyDeserializer.deserialize(policiesTopic, entry.value))));
        }
        return policies;
    }

    List<Workspace> workspaces(KeyValueStore<String, byte[]> store) {
        List<Workspace> workspaces = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> workspaces.add(
                    BillingMapping.fromAvro(workspaceDeserializer.deserialize(workspacesTopic, entry.value))));
        }
        return workspaces;
    }
}
