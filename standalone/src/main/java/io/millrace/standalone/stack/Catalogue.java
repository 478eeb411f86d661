package io.millrace.standalone.stack;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** The catalogue, with as many partitions as the topics have. */
public final class Catalogue {
    static final int PARTITIONS = 2;
    private static final int TIMEOUT_MILLIS = 15_000;

    private Catalogue() {}

    /** Of a Millrace in one process: two partitions keep two cores busy. */
    public static Topics topics() {
        return Topics.of(PARTITIONS);
    }

    /** Of a Millrace that runs elsewhere. */
    public static Topics of(Endpoints endpoints) {
        return Topics.of(usage(endpoints).partitions().size());
    }

    /** What names this one among all that ever ran: the id that Kafka gave its usage topic when it was made. */
    public static String identity(Endpoints endpoints) {
        return usage(endpoints).topicId().toString();
    }

    private static TopicDescription usage(Endpoints endpoints) {
        String name = topics().usage().name();
        Map<String, Object> properties = endpoints.kafkaAccess().properties();
        properties.put("request.timeout.ms", TIMEOUT_MILLIS);
        properties.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            return Objects.requireNonNull(admin.describeTopics(List.of(name))
                            .topicNameValues()
                            .get(name))
                    .get();
        } catch (ExecutionException e) {
            throw new MillraceException(
                    ErrorKind.EXTERNAL,
                    "NOT_SET_UP",
                    "kafka " + endpoints.kafka() + ": "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage()
                            + " (expected: a Millrace that millrace setup has been run on)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "NOT_SET_UP", "kafka: interrupted", e);
        }
    }
}
