package io.millrace.client;

import io.millrace.avro.UsageRecord;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.publish.CloseReport;
import io.millrace.client.publish.PublishResult;
import io.millrace.client.publish.PublishTarget;
import io.millrace.client.publish.Publisher;
import io.millrace.client.redaction.RedactionCounters;
import io.millrace.client.redaction.Redactor;
import io.millrace.client.sealing.Sealer;
import io.millrace.client.sealing.SealingCounters;
import io.millrace.client.sealing.SealingSettings;
import io.millrace.client.verdict.Remaining;
import io.millrace.client.verdict.VerdictCounters;
import io.millrace.client.verdict.Verdicts;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.sealing.Subject;
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
import java.util.function.UnaryOperator;
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
    private final @Nullable Sealer sealer;
    private final Publisher publisher;
    private final Verdicts verdicts;

    private UsageClient(ClientSettings settings, @Nullable Sealer sealer, Topics topics, Clock clock) {
        this.settings = settings;
        this.sealer = sealer;
        AvroSerdes serdes = serdes(settings.connection());
        this.redactor = new Redactor(settings.redaction());
        this.publisher = publisher(settings, topics.usage(), serdes.registry(), leaving(redactor, sealer), clock);
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
        SealingSettings sealing = settings.sealing();
        Sealer sealer = sealing == null ? null : Sealer.start(sealing, clock);
        return start(settings, sealer, topics, clock);
    }

    private static UsageClient start(
            ClientSettings settings, @Nullable Sealer sealer, Topics topics, Clock clock) {
        try {
            return started(new UsageClient(settings, sealer, topics, clock));
        } catch (RuntimeException | Error e) {
            if (sealer != null) {
                sealer.close();
            }
            throw e;
        }
    }

    private static UsageClient started(UsageClient client) {
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
     * Hands over a record; what looks like a secret in it is replaced before it is kept anywhere, and where the settings say so
     * what is personal is sealed, or left out while its key is not here. What becomes of it when there is no room is the back-pressure setting's; only BLOCK waits, for
     * room and within its bound.
     */
    public PublishResult publish(Usage usage) {
        return publisher.publish(usage);
    }

    /**
     * The most severe decision over all scopes of the call, as of now by this client's clock. With sealing, the scope it names
     * is that of the token; a user, address or session whose key is not here yet is asked for, and not looked at.
     */
    public CallVerdict verdict(Call call) {
        return verdicts.verdict(sealed(call));
    }

    /** The same at another instant, for gateways that replay; microseconds since the epoch. */
    public CallVerdict verdictAt(Call call, long nowMicros) {
        return verdicts.verdictAt(sealed(call), nowMicros);
    }

    private Call sealed(Call call) {
        return sealer == null ? call : sealer.sealed(call);
    }

    /**
     * The token that stands for a subject in scopes, for {@link #remaining} and {@link #decision}; null without sealing, and
     * while its key is not here: it is asked for then.
     */
    public @Nullable String token(Subject subject) {
        return sealer == null ? null : sealer.token(subject);
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

    /** What was sealed so far, and what had to be left out. */
    public SealingCounters sealingCounters() {
        return sealer == null ? SealingCounters.NONE : sealer.counters();
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
            if (sealer != null) {
                sealer.close();
            }
        }
    }

    /** What a record goes through on its way out; sealing is last, so that no clear text is looked at after it. */
    private static UnaryOperator<Usage> leaving(Redactor redactor, @Nullable Sealer sealer) {
        return sealer == null ? redactor::clean : usage -> sealer.seal(redactor.clean(usage));
    }

    private static Publisher publisher(
            ClientSettings settings,
            Topic<UsageRecord> topic,
            SchemaRegistry registry,
            UnaryOperator<Usage> leaving,
            Clock clock) {
        Map<String, String> extra = settings.connection().registry().reveal();
        PublishTarget target = new PublishTarget(
                topic.name(),
                topic.subject(),
                () -> new KafkaProducer<>(
                        ClientProperties.producer(settings), new ByteArraySerializer(), new ByteArraySerializer()),
                registry,
                Boolean.parseBoolean(extra.getOrDefault(SerdeConfig.AUTO_REGISTER, "true")));
        return Publisher.open(settings.gatewayId(), settings.publish(), target, leaving, clock);
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
