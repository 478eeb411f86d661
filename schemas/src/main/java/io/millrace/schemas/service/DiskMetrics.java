package io.millrace.schemas.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The room on the disk that a directory is on. Immutable.
 *
 * @param name what it is to the service, such as state
 */
public record DiskMetrics(String name, Path directory) implements MetricSource {
    @Override
    public void write(PrometheusText page) {
        Map<String, String> labels = Map.of("directory", name);
        try {
            FileStore store = Files.getFileStore(existing(directory));
            page.metric("millrace_disk_free_bytes", MetricType.GAUGE, "Room left where a directory of the service is.")
                    .sample("millrace_disk_free_bytes", labels, store.getUsableSpace());
            page.metric("millrace_disk_size_bytes", MetricType.GAUGE, "Room where a directory of the service is.")
                    .sample("millrace_disk_size_bytes", labels, store.getTotalSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath();
        while (Files.notExists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
