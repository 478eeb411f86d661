package io.millrace.client;

import io.millrace.avro.UsageRecord;
import io.millrace.client.verdict.Remaining;
import io.millrace.client.verdict.VerdictCounters;
import io.millrace.client.verdict.VerdictSettings;
import io.millrace.client.verdict.Verdicts;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway holds: one per process is enough. Thread-safe. {@link #publish} and {@link #verdict} never wait for the
 * network and never throw; everything else may.
 */
public final class UsageClient implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final KafkaProducer<String, UsageRecord> producer;
    private final Publisher publisher;
    private final Thread publishing;
    private final Verdicts verdicts;

    private UsageClient(ClientSettings settings, Topics topics, Clock clock) {
        AvroSerdes serdes = AvroSerdes.at(settings.registryUrl());
        this.producer = new KafkaProducer<>(
                ClientProperties.producer(settings), new StringSerializer(), serdes.serializer(topics.usage()));
        this.publisher = new Publisher(producer, topics.usage().name(), settings, clock);
        VerdictSettings staleness = new VerdictSettings(settings.staleAfter(), settings.onStale());
        Verdicts.Source source = new Verdicts.Source(
                () -> new KafkaConsumer<>(
                        ClientProperties.consumer(settings, staleness),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                serdes.deserializer(topics.decisions()),
                serdes.deserializer(topics.workspaces()));
        this.verdicts = Verdicts.start(staleness, topics, source, clock);
        this.publishing = daemon(publisher, "millrace-publish");
    }

    /** Starts the two threads of a client; it takes records at once, whether Kafka answers or not. */
    public static UsageClient start(ClientSettings settings, Topics topics, Clock clock) {
        UsageClient client = new UsageClient(settings, topics, clock);
        client.publishing.start();
        return client;
    }

    /** Hands over a record. What becomes of it when the buffer is full is {@link ClientSettings#backpressure()}'s. */
    public PublishResult publish(Usage usage) {
        return publisher.offer(usage);
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

    /** The view, its feed and its verdicts so far. */
    public VerdictCounters verdictCounters() {
        return verdicts.counters();
    }

    public ClientCounters counters() {
        return publisher.counters();
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

    /** Drains what is buffered for at most ten seconds; what could not be sent stays in the counters as pending. */
    @Override
    public void close() {
        publisher.close();
        try {
            publishing.join(CLOSE_MAX.toMillis());
            publishing.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_MAX);
        verdicts.close();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
