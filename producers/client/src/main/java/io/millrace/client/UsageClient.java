package io.millrace.client;

import io.millrace.avro.UsageRecord;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.publish.CloseReport;
import io.millrace.client.publish.PublishResult;
import io.millrace.client.publish.PublishTarget;
import io.millrace.client.publish.Publisher;
import io.millrace.client.verdict.OnStale;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.serde.SchemaRegistry;
import io.millrace.schemas.serde.SerdeConfig;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway holds: one per process is enough. Thread-safe. {@link #publish} and {@link #verdict} never wait for the
 * network and never throw; everything else may.
 */
public final class UsageClient implements AutoCloseable {
    private static final Duration READER_CLOSE_MAX = Duration.ofSeconds(10);
    private static final CallVerdict CLOSED_FOR_STALENESS = new CallVerdict(
            Verdict.BLOCK,
            new Constraint("stale", Verdict.BLOCK, Reason.UNKNOWN, Measure.REQUESTS, 0, 0, new Window(0, null)),
            null,
            true);

    private final ClientSettings settings;
    private final Clock clock;
    private final Publisher publisher;
    private final DecisionView view = new DecisionView();
    private final DecisionReader reader;
    private final Thread reading;
    private final String decisionsTopic;

    private UsageClient(ClientSettings settings, Topics topics, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        SchemaRegistry registry = registry(settings.connection());
        AvroSerdes serdes = new AvroSerdes(registry);
        this.publisher = publisher(settings, topics.usage(), registry, clock);
        this.decisionsTopic = topics.decisions().name();
        this.reader = new DecisionReader(
                new KafkaConsumer<>(
                        ClientProperties.consumer(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                serdes.deserializer(topics.decisions()),
                decisionsTopic,
                view,
                clock);
        this.reading = daemon(reader, "millrace-decisions");
    }

    /**
     * Starts the threads of a client; it takes records at once, whether Kafka and the registry answer or not. With a spool,
     * what an earlier process left in it is read and verified first.
     *
     * @throws io.millrace.schemas.error.MillraceException when the spool's directory cannot be used, or another client uses it
     */
    public static UsageClient start(ClientSettings settings, Topics topics, Clock clock) {
        UsageClient client = new UsageClient(settings, topics, clock);
        client.publisher.start();
        client.reading.start();
        return client;
    }

    /**
     * Hands over a record. What becomes of it when there is no room is the back-pressure setting's; only BLOCK waits, for
     * room and within its bound.
     */
    public PublishResult publish(Usage usage) {
        return publisher.publish(usage);
    }

    /** The most severe decision over all scopes of the call, as of now by this client's clock. */
    public CallVerdict verdict(Call call) {
        return verdictAt(call, clock.nowMicros());
    }

    /** The same at another instant, for gateways that replay; microseconds since the epoch. */
    public CallVerdict verdictAt(Call call, long nowMicros) {
        if (reader.silentNanos() > settings.verdicts().staleAfter().toNanos()) {
            return settings.verdicts().onStale() == OnStale.FAIL_CLOSED
                    ? CLOSED_FOR_STALENESS
                    : new CallVerdict(Verdict.ALLOW, null, null, true);
        }
        return view.verdict(call, nowMicros);
    }

    /** The newest decision on a scope; null where there is none. */
    public @Nullable Decision decision(Scope scope) {
        return view.of(scope);
    }

    /** The newest decision of every scope; a copy, for views and not for the call path. */
    public List<Decision> decisions() {
        return view.all();
    }

    public ClientCounters counters() {
        return publisher.counters();
    }

    /** Waits until the decisions written before the start are in the view; false when the time is over first. */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return reader.ready().await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until all that publish accepted is acknowledged by the broker; false when the time is over first. */
    public boolean flush(Duration timeout) throws InterruptedException {
        return publisher.awaitIdle(timeout);
    }

    /** Waits until every decision that is in Kafka now is in the view; false when the time is over first. */
    public boolean awaitDecisions(Admin admin, Duration timeout) throws InterruptedException {
        Map<TopicPartition, Long> ends = decisionEnds(admin);
        long deadline = clock.tickNanos() + timeout.toNanos();
        while (!reader.reached(ends)) {
            if (clock.tickNanos() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    /** Closes within the time of the settings; what could not be sent is logged in one line. */
    @Override
    public void close() {
        close(settings.publish().closeMax());
    }

    /** Takes no more records and waits at most {@code max} for the acknowledgement of what was taken. */
    public CloseReport close(Duration max) {
        reader.close();
        CloseReport report = publisher.close(max);
        try {
            reading.join(READER_CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return report;
    }

    private static Publisher publisher(
            ClientSettings settings, Topic<UsageRecord> topic, SchemaRegistry registry, Clock clock) {
        Map<String, String> extra = settings.connection().registry().reveal();
        PublishTarget target = new PublishTarget(
                topic.name(),
                topic.subject(),
                () -> new KafkaProducer<>(
                        ClientProperties.producer(settings), new ByteArraySerializer(), new ByteArraySerializer()),
                registry,
                Boolean.parseBoolean(extra.getOrDefault(SerdeConfig.AUTO_REGISTER, "true")));
        return Publisher.open(settings.gatewayId(), settings.publish(), target, clock);
    }

    private static SchemaRegistry registry(Connection connection) {
        return new RestSchemaRegistry(List.of(connection.registryUrl().split(",")));
    }

    private Map<TopicPartition, Long> decisionEnds(Admin admin) throws InterruptedException {
        List<TopicPartition> partitions = reader.partitionsRead();
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(latest).all().get();
            return ends.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("end of " + decisionsTopic + ": not read (expected: an answer)", e);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
