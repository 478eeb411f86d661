package io.millrace.schemas.access;

import static io.millrace.schemas.access.Grant.Kind.GROUP;
import static io.millrace.schemas.access.Grant.Kind.TOPIC;
import static io.millrace.schemas.access.Grant.Kind.TRANSACTIONAL_ID;
import static io.millrace.schemas.access.Right.CREATE;
import static io.millrace.schemas.access.Right.DESCRIBE;
import static io.millrace.schemas.access.Right.READ;
import static io.millrace.schemas.access.Right.WRITE;

import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The catalogue of rights: all that each principal may do at the broker, and nothing that it need not. The names are the
 * defaults of the services: who runs one under another application id or group gives it rights of its own.
 */
public final class Grants {
    /** Of the metering: its group, and what its transactional ids, stores and clients begin with. */
    public static final String STREAMS_ID = "millrace-streams";
    /** Of the job: rated records, and signals. */
    public static final List<String> SINKS_GROUPS = List.of("millrace-sinks", "millrace-signals");
    /** Of the alert consumers: what the group of each destination begins with. */
    public static final String ALERTS_GROUPS = "millrace-alerts-";
    /** The registry's journal. */
    public static final String SCHEMAS_TOPIC = "_schemas";

    /** Who may write to the registry, by the common name of a certificate: whoever sets a Millrace up. All others read. */
    public static final Set<String> SCHEMA_WRITERS = Set.of("setup");

    private Grants() {}

    /** In the order they are to be shown in. */
    public static List<Grant> of(Principal principal, Topics topics) {
        return switch (principal) {
            case GATEWAY -> join(write(topics.usage()), read(topics.decisions(), topics.workspaces()));
            case STREAMS -> streams(topics);
            case SINKS ->
                join(
                        read(topics.rated(), topics.decisions(), topics.alerts(), topics.rejected()),
                        SINKS_GROUPS.stream().map(Grants::group).toList());
            case BILLING ->
                join(
                        read(topics.drawdowns()),
                        write(topics.credits(), topics.notices(), topics.workspaces(), topics.policies()));
            case ALERTS ->
                join(
                        read(topics.alerts(), topics.notices()),
                        // What was given up is tried again with the service's own settings and identity.
                        List.of(Grant.of(TOPIC, topics.undelivered().name(), READ, WRITE)),
                        List.of(Grant.beginning(GROUP, ALERTS_GROUPS, READ)));
            case REGISTRY -> List.of(Grant.of(TOPIC, SCHEMAS_TOPIC, CREATE, READ, WRITE));
            case OPERATOR -> operator(topics);
        };
    }

    /** Transactions, and the changelogs of its stores, which it makes by itself. */
    private static List<Grant> streams(Topics topics) {
        String prefix = STREAMS_ID + "-";
        return join(
                read(topics.usage(), topics.policies(), topics.prices(), topics.workspaces(), topics.credits()),
                write(topics.rated(), topics.drawdowns(), topics.decisions(), topics.alerts(), topics.rejected()),
                List.of(
                        Grant.beginning(TOPIC, prefix, CREATE, READ, WRITE),
                        group(STREAMS_ID),
                        Grant.beginning(TRANSACTIONAL_ID, prefix, WRITE)));
    }

    /** Reads all there is; writes what people set, what billing's outbox publishes for a command, and what is replayed. */
    private static List<Grant> operator(Topics topics) {
        List<Grant> grants = new ArrayList<>(topics.all().stream()
                .map(topic -> Grant.of(TOPIC, topic.name(), READ))
                .toList());
        List<Topic<?>> written = List.of(
                topics.usage(),
                topics.policies(),
                topics.prices(),
                topics.workspaces(),
                topics.credits(),
                topics.notices());
        for (Topic<?> topic : written) {
            grants.replaceAll(
                    grant -> grant.name().equals(topic.name()) ? Grant.of(TOPIC, topic.name(), READ, WRITE) : grant);
        }
        grants.add(Grant.beginning(GROUP, "millrace-", DESCRIBE));
        return List.copyOf(grants);
    }

    private static List<Grant> read(Topic<?>... topics) {
        return Stream.of(topics)
                .map(topic -> Grant.of(TOPIC, topic.name(), READ))
                .toList();
    }

    private static List<Grant> write(Topic<?>... topics) {
        return Stream.of(topics)
                .map(topic -> Grant.of(TOPIC, topic.name(), WRITE))
                .toList();
    }

    private static Grant group(String name) {
        return Grant.of(GROUP, name, READ);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // nothing is written into the array
    private static List<Grant> join(List<Grant>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
