package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
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
        cutMarker(directory);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            KafkaProbe.send(kafka.bootstrapServers(), TOPIC, List.of("after"));
            assertThat(readCommitted(kafka.bootstrapServers(), 2)).containsExactly("committed", "after");
        }
    }

    private static void cutMarker(Path directory) throws IOException {
        Path partition;
        try (Stream<Path> all = Files.walk(directory)) {
            partition =
                    all.filter(path -> path.endsWith(TOPIC + "-0")).findFirst().orElseThrow();
        }
        Path log = partition.resolve("00000000000000000000.log");
        try (FileRecords records = FileRecords.open(log.toFile(), true)) {
            FileChannelRecordBatch last = null;
            for (FileChannelRecordBatch batch : records.batches()) {
                last = batch;
            }
            Objects.requireNonNull(last, "no batch in " + log);
            assertThat(last.isControlBatch()).as("the last batch is the marker").isTrue();
            records.truncateTo(last.position());
        }
        try (Stream<Path> files = Files.list(partition)) {
            // What the broker wrote of its producers at its clean stop knows the marker still.
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".snapshot")).toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file :
                    all.filter(path -> path.endsWith(".kafka_cleanshutdown")).toList()) {
                Files.delete(file);
            }
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
