package io.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the embedded servers do with their directories. Thread-safe; two servers must not share a directory. */
public final class Directories {
    private Directories() {}

    /**
     * Creates the directory if it is absent.
     *
     * @return its real path, without links
     * @throws DirectoryException when it cannot be created or written
     */
    public static Path prepare(String server, Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            if (!Files.isWritable(real)) {
                throw new DirectoryException(server, directory, "a writable directory");
            }
            return real;
        } catch (IOException failed) {
            throw new DirectoryException(server, directory, "a writable directory", failed);
        }
    }

    /** Deletes the directory and everything below it; nothing happens when it is absent. Links are not followed. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
