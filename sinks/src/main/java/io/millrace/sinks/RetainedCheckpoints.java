package io.millrace.sinks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The checkpoints that former jobs left: {@code <directory>/<job>/chk-<number>/_metadata}. */
record RetainedCheckpoints(Path directory) {
    private static final String METADATA = "_metadata";

    private record Found(Path checkpoint, FileTime written) {}

    /** Complete checkpoints, the newest first. One without metadata was never finished. */
    List<Path> newestFirst() {
        List<Found> found = new ArrayList<>();
        for (Path job : children(directory)) {
            for (Path checkpoint : children(job)) {
                Path metadata = checkpoint.resolve(METADATA);
                if (Files.isRegularFile(metadata)) {
                    found.add(new Found(checkpoint, written(metadata)));
                }
            }
        }
        found.sort(Comparator.comparing(Found::written).reversed());
        return found.stream().map(Found::checkpoint).toList();
    }

    /** The job that made a checkpoint. */
    static String jobOf(Path checkpoint) {
        return checkpoint.getName(checkpoint.getNameCount() - 2).toString();
    }

    /** Deletes what all jobs left but the named ones. */
    void deleteAllBut(Set<String> jobs) {
        for (Path job : children(directory)) {
            if (!jobs.contains(job.getFileName().toString())) {
                delete(job);
            }
        }
    }

    /** Deletes a directory with everything in it, if it is there. */
    static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> children(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime written(Path metadata) {
        try {
            return Files.getLastModifiedTime(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
