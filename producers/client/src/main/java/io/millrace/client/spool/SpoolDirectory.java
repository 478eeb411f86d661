package io.millrace.client.spool;

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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a spool, locked for one client at a time. */
final class SpoolDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
    private static final String SUFFIX = ".spool";
    private static final String DAMAGED_SUFFIX = ".damaged";
    private static final String LOCK = "lock";

    /**
     * Directories that this process holds. Static, because so are the operating system's locks: they belong to the process,
     * and on POSIX closing any handle of the file, such as a refused second client's, takes the first one's lock away.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path real;
    private final FileChannel lockFile;

    private SpoolDirectory(Path path, Path real, FileChannel lockFile) {
        this.path = path;
        this.real = real;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if absent, and locks it.
     *
     * @throws MillraceException when it cannot be used, or another client, here or in another process, uses it
     */
    static SpoolDirectory lock(Path path) {
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            if (!HELD.add(real)) {
                throw inUse(path);
            }
            return new SpoolDirectory(path, real, lockFile(path, real));
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Opened only when nobody in this process holds it. */
    private static FileChannel lockFile(Path path, Path real) throws IOException {
        boolean locked = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = tryLock(channel) != null;
            if (!locked) {
                throw inUse(path);
            }
            return channel;
        } finally {
            if (!locked) {
                letGo(channel, real);
            }
        }
    }

    /** In this order: a file closed after somebody else has locked it would take the lock away. */
    private static void letGo(@Nullable FileChannel channel, Path real) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(real);
        }
    }

    private static MillraceException inUse(Path path) {
        return MillraceException.user("SPOOL_IN_USE", "spool directory", path, "one that no other client uses");
    }

    static MillraceException unusable(Path path, IOException cause) {
        String message = Expected.message("spool directory", path, "a directory that can be written: " + cause);
        return new MillraceException(ErrorKind.RESOURCE, "SPOOL_DIRECTORY", message, cause);
    }

    /** Name of the file whose first byte is at this position of the log. */
    static String nameOf(long basePosition) {
        return String.format("%016x", basePosition) + SUFFIX;
    }

    /** The segment files, by name. */
    List<Path> segments() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** Renames a file that cannot be read, so that somebody can look at it and nobody trips over it again. */
    static void setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + DAMAGED_SUFFIX);
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling(file.getFileName() + DAMAGED_SUFFIX + "-" + number);
        }
        Files.move(file, aside);
        LOG.error("spool segment {} cannot be read and was renamed to {}", file, aside);
    }

    @Override
    public void close() {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            letGo(lockFile, real);
        } catch (IOException e) {
            LOG.warn("lock of spool directory {} not released", path, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
