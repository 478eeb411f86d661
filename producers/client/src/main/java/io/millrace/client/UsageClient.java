package io.millrace.client;

import io.millrace.avro.UsageRecord;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.publish.CloseReport;
import io.millrace.client.publish.PublishResult;
import io.millrace.client.publish.PublishTarget;
import io.millrace.client.publish.Publisher;
import io.millrace.client.redaction.RedactionCounters;
import io.millrace.client.redaction.Redactor;
import io.millrace.client.verdict.Remaining;
import io.millrace.client.verdict.VerdictCounters;
import io.millrace.client.verdict.Verdicts;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.SchemaRegistry;
import io.millrace.schemas.serde.SerdeConfig;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway holds: one per process is enough. Thread-safe. {@link #publish} and {@link #verdict} never wait for the
 * network and never throw; everything else may.
 */
public final class UsageClient implements AutoCloseable {
    private final ClientSettings settings;
    private final Redactor redactor;
    private final Publisher publisher;
    private final Verdicts verdicts;

    private UsageClient(ClientSettings settings, Topics topics, Clock clock) {
        this.settings = settings;
        AvroSerdes serdes = serdes(settings.connection());
        this.redactor = new Redactor(settings.redaction());
        this.publisher = publisher(settings, topics.usage(), serdes.registry(), redactor, clock);
        try {
            this.verdicts = verdicts(settings, topics, serdes, clock);
        } catch (RuntimeException | Error e) {
            letGo(publisher, e);
            throw e;
        }
    }

    /**
     * Starts the threads of a client; it takes records at once, whether Kafka and the registry answer or not. With a spool,
     * what an earlier process left in it is read and verified first. A start that fails leaves neither lock nor thread behind.
     *
     * @throws io.millrace.schemas.error.MillraceException when the spool's directory cannot be used, or another client uses it
     */
    public static UsageClient start(ClientSettings settings, Topics topics, Clock clock) {
        UsageClient client = new UsageClient(settings, topics, clock);
        try {
            client.publisher.start();
            return client;
        } catch (RuntimeException | Error e) {
            client.verdicts.close();
            letGo(client.publisher, e);
            throw e;
        }
    }

    /**
     * Hands over a record; what looks like a secret in it is replaced before it is kept anywhere. What becomes of it when there is no room is the back-pressure setting's; only BLOCK waits, for
     * room and within its bound.
     */
    public PublishResult publish(Usage usage) {
        return publisher.publish(usage);
    }

    /** The most severe decision over all scopes of the call, as of now by this client's clock. */
    public CallVerdict verdict(Call call) {
        return verdicts.verdict(call);
    }

    /** The same at another instant, for gateways that replay; microseconds since the epoch. */
    public CallVerdict verdictAt(Call call, long nowMicros) {
        return verdicts.verdictAt(call, nowMicros);
    }

    /** What is left of each policy on the scope. */
    public Remaining remaining(Scope scope) {
        return verdicts.remaining(scope);
    }

    /** The newest decision on a scope; null where there is none. */
    public @Nullable Decision decision(Scope scope) {
        return verdicts.decision(scope);
    }

    /** The newest decision of every scope; a copy, for views and not for the call path. */
    public List<Decision> decisions() {
        return verdicts.decisions();
    }

    /** What became of the records so far. */
    public ClientCounters counters() {
        return publisher.counters();
    }

    /** What was taken out of the records so far, by rule; the values are kept nowhere. */
    public RedactionCounters redactionCounters() {
        return redactor.counters();
    }

    /** The view, its feed and its verdicts so far. */
    public VerdictCounters verdictCounters() {
        return verdicts.counters();
    }

    /** Waits until the decisions written before the start are in the view; false when the time is over first. */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return verdicts.awaitReady(timeout);
    }

    /** Waits until all that publish accepted is acknowledged by the broker; false when the time is over first. */
    public boolean flush(Duration timeout) throws InterruptedException {
        return publisher.awaitIdle(timeout);
    }

    /** Waits until every decision that is in Kafka now is in the view; false when the time is over first. */
    public boolean awaitDecisions(Admin admin, Duration timeout) throws InterruptedException {
        return verdicts.awaitDecisions(admin, timeout);
    }

    /** Closes within the time of the settings; what could not be sent is logged in one line. */
    @Override
    public void close() {
        close(settings.publish().closeMax());
    }

    /** Takes no more records and waits at most {@code max} for the acknowledgement of what was taken. */
    public CloseReport close(Duration max) {
        try {
            return publisher.close(max);
        } finally {
            verdicts.close();
        }
    }

    private static Publisher publisher(
            ClientSettings settings,
            Topic<UsageRecord> topic,
            SchemaRegistry registry,
            Redactor redactor,
            Clock clock) {
        Map<String, String> extra = settings.connection().registry().reveal();
        PublishTarget target = new PublishTarget(
                topic.name(),
                topic.subject(),
                () -> new KafkaProducer<>(
                        ClientProperties.producer(settings), new ByteArraySerializer(), new ByteArraySerializer()),
                registry,
                Boolean.parseBoolean(extra.getOrDefault(SerdeConfig.AUTO_REGISTER, "true")));
        return Publisher.open(settings.gatewayId(), settings.publish(), target, redactor::clean, clock);
    }

    private static Verdicts verdicts(ClientSettings settings, Topics topics, AvroSerdes serdes, Clock clock) {
        Verdicts.Source source = new Verdicts.Source(
                () -> new KafkaConsumer<>(
                        ClientProperties.consumer(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                serdes.deserializer(topics.decisions()),
                serdes.deserializer(topics.workspaces()));
        return Verdicts.start(settings.verdicts(), topics, source, clock);
    }

    /** After a start that failed: nothing was sent, so there is nothing to wait for. */
    private static void letGo(Publisher publisher, Throwable fault) {
        try {
            publisher.close(Duration.ZERO);
        } catch (RuntimeException | Error e) {
            fault.addSuppressed(e);
        }
    }

    private static AvroSerdes serdes(Connection connection) {
        Map<String, String> properties = new HashMap<>(connection.registry().reveal());
        properties.put(SerdeConfig.REGISTRY_URL, connection.registryUrl());
        return AvroSerdes.of(properties);
    }
}
