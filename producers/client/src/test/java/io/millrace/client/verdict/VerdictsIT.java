package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.BillingMode;
import io.millrace.avro.Workspace;
import io.millrace.avro.WorkspaceStatus;
import io.millrace.client.Call;
import io.millrace.client.CallVerdict;
import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.verdict.Staleness.Cause;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The view on a real broker: a million decisions at the start, and a broker that goes away and comes back. */
class VerdictsIT {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictsIT.class);
    private static final int MILLION = 1_000_000;
    private static final Topics TOPICS = Topics.of(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STALE_AFTER = Duration.ofSeconds(3);

    private final SystemClock clock = new SystemClock();

    @TempDir
    private Path directory = Path.of("");

    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private AvroSerdes serdes;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        serdes = AvroSerdes.at(registry.url());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        registry.close();
        kafka.close();
    }

    @Test
    void millionDecisionsAtTheStartAreReadyInTime() throws Exception {
        createTopics();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < MILLION; i++) {
                send(producer, decision(i, 1));
            }
        }
        long started = clock.tickNanos();
        UsageClient client = client();
        assertThat(client.awaitReady(PATIENCE)).isTrue();
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.tickNanos() - started);
        VerdictCounters counters = client.verdictCounters();
        LOG.info("ready in {} ms, {} bytes a decision", millis, counters.viewBytes() / MILLION);

        assertThat(failures).isEmpty();
        assertThat(counters.decisions()).as("%s", counters).isEqualTo(MILLION);
        assertThat(counters.applied()).isEqualTo(MILLION);
        assertThat(counters.leftOut()).isZero();
        for (int i = 0; i < MILLION; i += 997) {
            assertThat(client.decision(scope(i))).isEqualTo(decision(i, 1));
        }
    }

    @Test
    void brokerThatGoesAwayMakesTheViewStaleAndOneThatComesBackFresh() throws Exception {
        UsageClient client = client();
        Call open = Call.of("open").build();
        assertThat(staleness(client, open).cause()).isEqualTo(Cause.NOT_READY);
        createTopics();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(producer, decision(7, 1));
            sendWorkspace(producer, "closed", false);
            producer.flush();
            await().atMost(PATIENCE).until(() -> client.decision(scope(7)) != null);
            await().atMost(PATIENCE).until(() -> !client.verdict(open).stale());
        }
        int port = portOf(kafka.bootstrapServers());
        kafka.close();
        long gone = clock.tickNanos();
        await().atMost(PATIENCE).until(() -> client.verdict(open).stale());
        assertThat(Duration.ofNanos(clock.tickNanos() - gone)).isLessThan(STALE_AFTER.plusSeconds(1));
        assertThat(client.verdict(open).verdict()).isEqualTo(Verdict.ALLOW);
        CallVerdict closed = client.verdict(Call.of("closed").build());
        assertThat(closed.verdict()).isEqualTo(Verdict.BLOCK);
        assertThat(staleness(client, open).cause()).isEqualTo(Cause.SILENT);

        kafka = EmbeddedKafka.start(new KafkaOptions(directory, port));
        await().atMost(PATIENCE).until(() -> !client.verdict(open).stale());
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(producer, decision(8, 1));
        }
        await().atMost(PATIENCE).until(() -> client.decision(scope(8)) != null);
        assertThat(client.verdict(Call.of("closed").build()).verdict()).isEqualTo(Verdict.ALLOW);
    }

    private static Staleness staleness(UsageClient client, Call call) {
        Staleness staleness = client.verdict(call).staleness();
        if (staleness == null) {
            throw new AssertionError("view is fresh");
        }
        return staleness;
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private UsageClient client() {
        ClientSettings defaults = ClientSettings.defaults(kafka.bootstrapServers(), registry.url(), "gateway-1");
        ClientSettings settings = defaults.judging(new VerdictSettings(STALE_AFTER, OnStale.FAIL_OPEN));
        UsageClient client = UsageClient.start(settings, TOPICS, clock);
        open.add(client);
        return client;
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = TOPICS.all().stream()
                    .map(topic ->
                            new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configuration()))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "enable.idempotence",
                false,
                "acks",
                "1",
                "linger.ms",
                20,
                "batch.size",
                64 * 1024);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    private void send(KafkaProducer<String, byte[]> producer, Decision decision) {
        String topic = TOPICS.decisions().name();
        byte[] value = serdes.serializer(TOPICS.decisions()).serialize(topic, BudgetMapping.toAvro(decision));
        producer.send(new ProducerRecord<>(topic, decision.scope().key(), value), (written, error) -> {
            if (error != null) {
                failures.add(error);
            }
        });
    }

    private void sendWorkspace(KafkaProducer<String, byte[]> producer, String id, boolean failOpen) {
        String topic = TOPICS.workspaces().name();
        Workspace workspace = new Workspace(
                id, "plan", "UTC", WorkspaceStatus.ACTIVE, BillingMode.POSTPAID, 1L, 1L, 0L, failOpen, "standard");
        producer.send(new ProducerRecord<>(
                topic, id, serdes.serializer(TOPICS.workspaces()).serialize(topic, workspace)));
    }

    private static Scope scope(int number) {
        return new Scope("ws-" + number / 100, Dimension.API_KEY, "ws-" + number / 100 + "-key-" + number);
    }

    private static Decision decision(int number, long version) {
        String policy = "ws-" + number / 100 + "/";
        return new Decision(
                scope(number),
                version,
                number,
                List.of(
                        new Constraint(
                                policy + "daily",
                                Verdict.ALLOW,
                                Reason.WITHIN_LIMIT,
                                Measure.CHARGE,
                                9,
                                2,
                                new Window(0, 5L)),
                        new Constraint(
                                policy + "rate",
                                Verdict.ALLOW,
                                Reason.WITHIN_LIMIT,
                                Measure.REQUESTS,
                                60 + number,
                                2,
                                new Window(0, null))));
    }
}
