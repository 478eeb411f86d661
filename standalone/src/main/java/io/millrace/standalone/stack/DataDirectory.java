package io.millrace.standalone.stack;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds all data of one Millrace, locked while a process uses it. The lock goes with the process,
 * however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String ENDPOINTS = "endpoints.properties";
    private static final String LOCK = "lock";

    private final Path root;
    private final FileChannel channel;
    private final boolean temporary;

    private DataDirectory(Path root, FileChannel channel, boolean temporary) {
        this.root = root;
        this.channel = channel;
        this.temporary = temporary;
    }

    /** A directory of the user's, made if it is not there; refused while another process holds it. */
    public static DataDirectory open(Path root) {
        return lock(root.toAbsolutePath().normalize(), false);
    }

    /** A directory of our own, deleted at close. */
    public static DataDirectory temporary() {
        try {
            return lock(Files.createTempDirectory("millrace-"), true);
        } catch (IOException e) {
            throw unusable(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), e);
        }
    }

    /** The endpoints of the process that holds the directory; null when none does. */
    public static @Nullable Endpoints running(Path root) {
        if (!Files.isDirectory(root)) {
            return null;
        }
        try (FileChannel channel = lockFile(root);
                FileLock lock = tryLock(channel)) {
            return lock == null ? Endpoints.read(root.resolve(ENDPOINTS)) : null;
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    public Path root() {
        return root;
    }

    /** Whether nothing is in it but its lock. */
    public boolean isEmpty() {
        try (Stream<Path> files = Files.list(root)) {
            return files.allMatch(file -> file.equals(file(LOCK)));
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** A directory below, made if it is not there. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw unusable(root.resolve(name), e);
        }
    }

    public Path file(String name) {
        return root.resolve(name);
    }

    /** Tells other processes where to connect. */
    public void announce(Endpoints endpoints) {
        endpoints.write(file(ENDPOINTS));
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (temporary) {
                delete(root);
            }
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static DataDirectory lock(Path root, boolean temporary) {
        try {
            Files.createDirectories(root);
            FileChannel channel = lockFile(root);
            if (tryLock(channel) == null) {
                channel.close();
                throw MillraceException.user(
                        "DATA_IN_USE", "data directory", root, "one that no other millrace process is using");
            }
            // What an earlier process announced is no longer true.
            Files.deleteIfExists(root.resolve(ENDPOINTS));
            return new DataDirectory(root, channel, temporary);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static FileChannel lockFile(Path root) throws IOException {
        return FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Deletes the directory of a Millrace that has ended. */
    public static void delete(Path root) throws IOException {
        List<Path> bottomUp;
        try (Stream<Path> paths = Files.walk(root)) {
            bottomUp = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : bottomUp) {
            Files.deleteIfExists(path);
        }
    }

    private static MillraceException unusable(Path path, IOException e) {
        return new MillraceException(
                ErrorKind.USER,
                "DATA_DIRECTORY",
                Expected.message(
                        "data directory", path + " (" + e.getMessage() + ")", "a directory that can be written"),
                e);
    }
}
