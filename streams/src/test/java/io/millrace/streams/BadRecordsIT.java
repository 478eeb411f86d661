package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.RejectReason;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.serde.SchemaRegistry;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.streams.metering.Prices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad records on a real broker, where a failed transaction is aborted: none stops the metering, none is counted twice. */
class BadRecordsIT {
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int FAULTY_ID = 77;
    private static final byte[] POISON = {0, 0, 0, 0, FAULTY_ID, 1};

    @TempDir
    private Path directory = Path.of("");

    private final long now = new SystemClock().nowMicros();
    private Cluster cluster;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void badRecordsAreKeptAndTheOthersAreMeteredOnce() {
        cluster.writeBytes(TOPICS.prices(), "p", "no price".getBytes(StandardCharsets.UTF_8), now);
        try (StreamsApp app = start()) {
            write(0, 100);
            cluster.writeBytes(TOPICS.usage(), "w", POISON, now);
            cluster.writeBytes(TOPICS.usage(), "w", new byte[1_000_000], now);
            write(100, 200);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() >= 200);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rejected()).size() >= 3);
            assertThat(app.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        // A start reads all prices again, and must not reject the same one again.
        try (StreamsApp app = start()) {
            write(200, 201);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() >= 201);
            await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> true);
            assertThat(app.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        assertThat(cluster.read(TOPICS.rejected()))
                .extracting(RejectedRecord::getReason)
                .containsExactlyInAnyOrder(RejectReason.UNREADABLE, RejectReason.FAULT, RejectReason.TOO_LARGE);
        assertThat(cluster.read(TOPICS.rated()))
                .extracting(record -> record.getUsage().getEventId())
                .hasSize(201)
                .doesNotHaveDuplicates();
    }

    @Test
    void goodVersionOfAPriceOutlivesItsTopic() throws Exception {
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"));
        cluster.write(TOPICS.prices(), price.priceId(), RatingMapping.toAvro(price), now);
        cluster.flush();
        try (StreamsApp app = start()) {
            write(0, 1);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() == 1);
            await().atMost(PATIENCE)
                    .until(() -> keptVersions() == TOPICS.usage().partitions());
            assertThat(app.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        // What compaction does: of the price there is its newest version only, which is refused.
        cluster.writeBytes(TOPICS.prices(), price.priceId(), "typo".getBytes(StandardCharsets.UTF_8), now);
        cluster.forgetBefore(TOPICS.prices(), 1);
        try (StreamsApp app = start()) {
            write(1, 2);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() == 2);
            await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rejected()).size() == 1);
            assertThat(app.state()).isEqualTo(KafkaStreams.State.RUNNING);
        }
        assertThat(cluster.read(TOPICS.rated()))
                .extracting(RatedUsage::getPriceState)
                .containsOnly(PriceState.PRICED);
        assertThat(cluster.read(TOPICS.rejected()))
                .extracting(RejectedRecord::getSourceTopic, RejectedRecord::getSourceOffset)
                .containsExactly(tuple("millrace.prices", 1L));
    }

    /** Committed in the changelog of the kept prices. */
    private int keptVersions() {
        return cluster.committed(
                "millrace-streams-kept-prices-changelog", TOPICS.usage().partitions());
    }

    private StreamsApp start() {
        StreamsSettings settings =
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve("state"));
        SchemaRegistry registry = new FaultyRegistry(new RestSchemaRegistry(List.of(cluster.registryUrl())));
        return StreamsApp.start(settings, TOPICS, new AvroSerdes(registry), fault -> {});
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            cluster.write(TOPICS.usage(), "w", UsageMapping.toAvro(Samples.usage("w", now + i, i, i, 10)), now + i);
        }
        cluster.flush();
    }

    /** Fails on one id in a way that nobody has foreseen. */
    private record FaultyRegistry(SchemaRegistry inner) implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            return inner.register(subject, schema);
        }

        @Override
        public int lookup(String subject, Schema schema) {
            return inner.lookup(subject, schema);
        }

        @Override
        public Schema byId(int id) {
            if (id == FAULTY_ID) {
                throw new IllegalStateException("a fault");
            }
            return inner.byId(id);
        }
    }
}
