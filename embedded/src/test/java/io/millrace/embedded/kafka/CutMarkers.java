package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;

/** Takes transaction markers off the logs of a broker that is down, which leaves what some kills leave. */
final class CutMarkers {
    private static final String LOG = "00000000000000000000.log";

    private CutMarkers() {}

    /** The last marker of each partition of the topic that has one, with whatever is behind it. */
    static void of(Path directory, String topic) throws IOException {
        int cut = 0;
        for (Path partition : below(directory, topic + "-[0-9]+")) {
            if (cut(partition.resolve(LOG))) {
                cut++;
                // What the broker wrote of its producers at its clean stop knows the marker still.
                delete(below(partition, ".*\\.snapshot"));
            }
        }
        assertThat(cut).as("partitions of %s with a marker", topic).isPositive();
        delete(below(directory, "\\.kafka_cleanshutdown"));
    }

    private static boolean cut(Path log) throws IOException {
        try (FileRecords records = FileRecords.open(log.toFile(), true)) {
            int position = -1;
            for (FileChannelRecordBatch batch : records.batches()) {
                if (batch.isControlBatch()) {
                    position = batch.position();
                }
            }
            if (position >= 0) {
                records.truncateTo(position);
            }
            return position >= 0;
        }
    }

    private static List<Path> below(Path directory, String name) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.getFileName().toString().matches(name))
                    .toList();
        }
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
