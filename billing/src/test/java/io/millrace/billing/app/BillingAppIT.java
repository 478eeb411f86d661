package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.TopUpState;
import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.postgres.AccountTerms;
import io.millrace.billing.postgres.AutoRecharge;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postpaid.BillingTerms;
import io.millrace.billing.postpaid.PostpaidTerms;
import io.millrace.billing.reconcile.ReconcileSettings;
import io.millrace.billing.testing.Drawdowns;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.billing.webhook.EventSettings;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it: Kafka, registry, PostgreSQL, the stand-in of Stripe. */
@SuppressWarnings("NullAway.Init")
final class BillingAppIT {
    private static final Topics TOPICS = Topics.of(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static FakeStripe stripe;
    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void startServers() throws ExecutionException, InterruptedException {
        database = TestDatabase.start(directory.resolve("postgres"));
        stripe = FakeStripe.start(new FakeStripeOptions(directory.resolve("stripe"), 0));
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(TOPICS.drawdowns(), TOPICS.credits(), TOPICS.notices()).stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopServers() {
        registry.close();
        kafka.close();
        stripe.close();
        database.close();
    }

    private static Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Test
    void theApiIsServedForAsLongAsBillingRuns() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        BillingApp app = BillingApp.start(settings(database.freshUrl()), TOPICS, new SystemClock());
        HttpRequest request = HttpRequest.newBuilder(URI.create(app.apiUrl().orElseThrow() + "/openapi.json"))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body())
                .contains("/v1/workspaces/{workspace}/credits/balance", "/v1/webhooks/stripe");
        app.close();
        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    private static BillingSettings settings(String jdbcUrl) {
        return new BillingSettings(
                KafkaAccess.plaintext(kafka.bootstrapServers()),
                RegistryAccess.at(registry.url()),
                jdbcUrl,
                database.user(),
                new Secret(""),
                new Secret("sk_test_app"),
                stripe.url(),
                false,
                null,
                false,
                "billing-it",
                500,
                Duration.ofMillis(50),
                new ChargerSettings(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(100)),
                Duration.ofMinutes(15),
                EventSettings.DEFAULTS,
                ReconcileSettings.DEFAULTS,
                DunningSettings.DEFAULTS,
                ApiSettings.local(new Secret("a pepper that only tests ever have")));
    }

    /** In one transaction, so that markers take offsets, with the first of them sent twice and one that is no drawdown. */
    private static void send(List<Drawdown> drawdowns) {
        Map<String, Object> config = client();
        config.put("transactional.id", "billing-it-sender");
        var serializer = AvroSerdes.at(registry.url()).serializer(TOPICS.drawdowns());
        String topic = TOPICS.drawdowns().name();
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            List<Drawdown> sent = new ArrayList<>(drawdowns);
            sent.add(drawdowns.get(0));
            for (Drawdown drawdown : sent) {
                byte[] value = serializer.serialize(topic, BillingMapping.toAvro(drawdown));
                producer.send(new ProducerRecord<>(topic, drawdown.workspaceId(), value));
            }
            producer.send(new ProducerRecord<>(topic, "acme", new byte[] {9, 9}));
            producer.commitTransaction();
            producer.beginTransaction();
            byte[] aborted = serializer.serialize(topic, BillingMapping.toAvro(Drawdowns.of("acme", 999, 77, 5)));
            producer.send(new ProducerRecord<>(topic, "acme", aborted));
            producer.flush();
            producer.abortTransaction();
        }
    }

    private static List<CreditEntry> credits() {
        return all(TOPICS.credits(), BillingMapping::fromAvro);
    }

    private static List<Notice> notices() {
        return all(TOPICS.notices(), BillingMapping::fromAvro);
    }

    private static <A extends SpecificRecord, T> List<T> all(Topic<A> topic, Function<A, T> fromAvro) {
        List<T> entries = new ArrayList<>();
        var deserializer = AvroSerdes.at(registry.url()).deserializer(topic);
        try (var consumer = new KafkaConsumer<>(client(), new StringDeserializer(), deserializer)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.add(new TopicPartition(topic.name(), i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> entries.add(fromAvro.apply(record.value())));
            }
        }
        return entries;
    }

    private static Money balance(BillingApp app, String workspace) {
        return app.credits().balance(workspace);
    }

    @Test
    void drawdownsLowerTheBalanceAndTheCardIsChargedOnce() {
        String jdbcUrl = database.freshUrl();
        List<Drawdown> drawdowns = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            drawdowns.add(Drawdowns.of("acme", i, 100_000_000L, 1_000_000L + i));
        }
        for (int i = 1; i <= 30; i++) {
            drawdowns.add(Drawdowns.of("globex", i, 7, 1_000_000L + i));
        }
        drawdowns.add(Drawdowns.of("initech", 1, 5_000_000_100L, 1_000_000L));
        Money expected = Money.parseUsd("24.00"); // 10 given - 6 drawn + 20 charged
        try (BillingApp app = BillingApp.start(settings(jdbcUrl), TOPICS, new SystemClock())) {
            app.credits()
                    .openAccount(new AccountTerms(
                            "acme",
                            BillingMode.PREPAID,
                            new AutoRecharge(Money.parseUsd("5"), 2_000, 3),
                            "pm_card_visa"));
            app.credits().openAccount(new AccountTerms("initech", BillingMode.POSTPAID, null, "pm_card_visa"));
            PostpaidTerms terms = new PostpaidTerms(300L, ZoneOffset.UTC);
            app.credits().setBillingTerms(BillingTerms.postpaid("initech", null, terms));
            assertThat(app.credits().grant("acme", Money.parseUsd("10"), true, "welcome"))
                    .isTrue();
            send(drawdowns);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(balance(app, "acme")).isEqualTo(expected);
                assertThat(balance(app, "globex")).isEqualTo(new Money(-210));
                assertThat(balance(app, "initech")).isEqualTo(new Money(-100));
                assertThat(credits()).hasSizeGreaterThanOrEqualTo(3);
                assertThat(notices()).hasSize(2);
            });
            assertThat(app.recentCharges())
                    .extracting(Charge::workspaceId, Charge::amountCents, Charge::state)
                    .containsExactlyInAnyOrder(
                            tuple("acme", 2_000L, TopUpState.SUCCEEDED), tuple("initech", 500L, TopUpState.SUCCEEDED));
            assertThat(app.failures()).isEmpty();
        }
        assertThat(credits())
                .extracting(CreditEntry::workspaceId, CreditEntry::kind, CreditEntry::amount)
                .containsExactlyInAnyOrder(
                        tuple("acme", CreditKind.GRANT, Money.parseUsd("10")),
                        tuple("acme", CreditKind.GRANT, Money.parseUsd("20")),
                        tuple("initech", CreditKind.GRANT, Money.parseUsd("5")));
        startsAgainWithoutPostingAgain(jdbcUrl, expected, drawdowns.size());
        assertThat(notices())
                .as("nobody told it again")
                .extracting(Notice::workspaceId, Notice::kind, Notice::amountCents, Notice::state)
                .containsExactlyInAnyOrder(
                        tuple("acme", NoticeKind.RECEIPT, 2_000L, "SUCCEEDED"),
                        tuple("initech", NoticeKind.RECEIPT, 500L, "SUCCEEDED"));
        tellsAgainUnderTheSameIdAfterAKillBeforeTheMark(jdbcUrl);
    }

    /** As a process leaves it that ends after the broker took a notice, and before that was written down. */
    private static void tellsAgainUnderTheSameIdAfterAKillBeforeTheMark(String jdbcUrl) {
        try (HikariDataSource dataSource = BillingDatabase.open(jdbcUrl, database.user(), new Secret(""))) {
            TestDatabase.execute(dataSource, "UPDATE billing.notice SET published_at = NULL");
            try (OutboxPublisher publisher = OutboxPublisher.open(dataSource, settings(jdbcUrl), TOPICS)) {
                assertThat(publisher.publishPending()).isEqualTo(2);
                assertThat(publisher.publishPending()).isZero();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        List<String> ids = notices().stream().map(Notice::noticeId).toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(2, 4)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 2));
    }

    private static void startsAgainWithoutPostingAgain(String jdbcUrl, Money expected, int drawdowns) {
        try (BillingApp app = BillingApp.start(settings(jdbcUrl), TOPICS, new SystemClock())) {
            send(List.of(Drawdowns.of("globex", 31, 1, 1_000_031L)));
            await().atMost(PATIENCE)
                    .until(() -> balance(app, "globex").equals(new Money(-211))
                            && app.totals().ledger().deadLetters() == 2);
            assertThat(balance(app, "acme")).isEqualTo(expected);
            BillingTotals totals = app.totals();
            assertThat(totals.differences()).isEmpty();
            assertThat(totals.ledger().drawdowns()).isEqualTo(drawdowns + 1);
            assertThat(totals.ledger().charge()).isEqualTo(Money.parseUsd("11.000000311"));
            assertThat(totals.ledger().deadLetters()).isEqualTo(2);
            assertThat(totals.providerCents()).isEqualTo(2_500);
            assertThat(totals.paidGrantCents()).isEqualTo(2_500);
        }
    }
}
