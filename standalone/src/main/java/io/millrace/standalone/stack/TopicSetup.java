package io.millrace.standalone.stack;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that are not there, and sets the compatibility of their subjects. */
public final class TopicSetup {
    private static final short REPLICATION_FACTOR = 1;

    private TopicSetup() {}

    public static void apply(Endpoints endpoints, Topics topics) {
        RestSchemaRegistry registry = new RestSchemaRegistry(List.of(endpoints.registry()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", endpoints.kafka()))) {
            Set<String> present = admin.listTopics().names().get();
            List<Topic<?>> missing = topics.all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing.stream().map(TopicSetup::definition).toList())
                    .all()
                    .get();
            missing.forEach(topic -> registry.setCompatibility(topic.subject(), Topic.COMPATIBILITY));
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "TOPICS", "topics: not made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "TOPICS", "topics: interrupted", e);
        }
    }

    private static NewTopic definition(Topic<?> topic) {
        return new NewTopic(topic.name(), topic.partitions(), REPLICATION_FACTOR).configs(topic.configuration());
    }
}
