package io.millrace.standalone.stack;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that are not there, and sets the compatibility of their subjects. */
public final class TopicSetup {
    private static final short REPLICATION_FACTOR = 1;

    private TopicSetup() {}

    /** On one broker. */
    public static void apply(Endpoints endpoints, Topics topics) {
        List<Topic<?>> made = make(endpoints, topics, REPLICATION_FACTOR);
        RestSchemaRegistry registry =
                RestSchemaRegistry.of(endpoints.registryAccess().properties());
        made.forEach(topic -> registry.setCompatibility(topic.subject(), Topic.COMPATIBILITY));
    }

    /** Registers the schema of every topic, too, so that no service needs the right to. Safe to be done again. */
    public static void register(Endpoints endpoints, Topics topics) {
        RestSchemaRegistry registry =
                RestSchemaRegistry.of(endpoints.registryAccess().properties());
        for (Topic<?> topic : topics.all()) {
            registry.setCompatibility(topic.subject(), Topic.COMPATIBILITY);
            registry.register(topic.subject(), SpecificData.get().getSchema(topic.valueType()));
        }
    }

    /** Topics that are there stay as they are; returns those that were not. */
    public static List<Topic<?>> make(Endpoints endpoints, Topics topics, short replicationFactor) {
        try (Admin admin = Admin.create(endpoints.kafkaAccess().properties())) {
            Set<String> present = admin.listTopics().names().get();
            List<Topic<?>> missing = topics.all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing.stream()
                            .map(topic -> definition(topic, replicationFactor))
                            .toList())
                    .all()
                    .get();
            return missing;
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "TOPICS", "topics: not made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "TOPICS", "topics: interrupted", e);
        }
    }

    private static NewTopic definition(Topic<?> topic, short replicationFactor) {
        return new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(topic.configuration());
    }
}
