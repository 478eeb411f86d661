package io.millrace.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Trials;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Test
    void policyLivesWithItsWorkspaceAndWhereKafkaPutsTheWorkspace() {
        Trials.run(500, random -> {
            String workspace = "ws-" + random.nextInt();
            int partition = Partitions.ofPolicy(workspace + "/daily", 4);
            assertThat(partition)
                    .isEqualTo(Partitions.ofWorkspace(workspace, 4))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(workspace.getBytes(StandardCharsets.UTF_8), 4));
        });
    }

    @Test
    void scopeKeyReadsBack() {
        Scope scope = new Scope("acme", Dimension.FEATURE, "search | rank");
        assertThat(Scope.parse(scope.key())).isEqualTo(scope);
    }

    @Test
    void everythingThatOneTaskOwnsHasTheSamePartitions() {
        Topics topics = Topics.of(6);
        assertThat(topics.all())
                .filteredOn(topic -> !topic.equals(topics.prices()))
                .allMatch(topic -> topic.partitions() == 6);
        assertThat(topics.all()).extracting(Topic::name).doesNotHaveDuplicates().hasSize(12);
    }
}
