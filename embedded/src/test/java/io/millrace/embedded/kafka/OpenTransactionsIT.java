package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenTransactionsIT {
    private static final String TOPIC = "left-open";

    /** The marker is cut off the log while the broker is down, which leaves what some kills leave. */
    @Test
    void aCommitWhoseMarkerIsMissingIsFinishedAtTheRestart(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.createTopic(kafka.bootstrapServers(), TOPIC);
            KafkaProbe.sendInTransaction(kafka.bootstrapServers(), TOPIC, "committed");
            // Once it can be read, the marker is there.
            assertThat(readCommitted(kafka.bootstrapServers(), 1)).containsExactly("committed");
        }
        CutMarkers.of(directory, TOPIC);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.send(kafka.bootstrapServers(), TOPIC, List.of("after"));
            assertThat(readCommitted(kafka.bootstrapServers(), 2)).containsExactly("committed", "after");
        }
    }

    @Test
    void anAbortWhoseMarkerIsMissingIsFinishedAtTheRestart(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.createTopic(kafka.bootstrapServers(), TOPIC);
            KafkaProbe.abort(kafka.bootstrapServers(), TOPIC, "aborted");
            KafkaProbe.send(kafka.bootstrapServers(), TOPIC, List.of("before"));
            assertThat(readCommitted(kafka.bootstrapServers(), 1)).containsExactly("before");
        }
        CutMarkers.of(directory, TOPIC);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.send(kafka.bootstrapServers(), TOPIC, List.of("after"));
            assertThat(readCommitted(kafka.bootstrapServers(), 1)).containsExactly("after");
        }
    }

    /** A group whose commit of offsets stays open is refused its offsets, and cannot start to read. */
    @Test
    void offsetsWhoseMarkerIsMissingCanBeReadAfterTheRestart(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.createTopic(kafka.bootstrapServers(), TOPIC);
            KafkaProbe.commitOffsetInTransaction(kafka.bootstrapServers(), TOPIC, 7);
            assertThat(stableOffset(kafka.bootstrapServers())).isEqualTo(7);
        }
        CutMarkers.of(directory, "__consumer_offsets");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            assertThat(stableOffset(kafka.bootstrapServers())).isEqualTo(7);
        }
    }

    private static long stableOffset(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var offsets = admin.listConsumerGroupOffsets(
                            KafkaProbe.GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS);
            return Objects.requireNonNull(offsets.get(new TopicPartition(TOPIC, 0)))
                    .offset();
        }
    }

    private static List<String> readCommitted(String bootstrapServers, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
