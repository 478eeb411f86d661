package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on a file system of its own in memory (tmpfs), which can be full to the last byte. Takes the memory of what is in it.
 * Needs the right to mount. What is in it at the end is kept in the directory below. Not thread-safe.
 */
final class SmallDisk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
    /** While it is not full; more than anybody fills. */
    private static final long ROOMY_BYTES = 16L << 30;

    /** The least: 0 is no bound at all. */
    private static final long PAGE_BYTES = 4_096;

    private static final int TRIES = 50;

    private final Path directory;
    private boolean closed;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts it over the directory, which is empty; nothing where that is not allowed. */
    static Optional<SmallDisk> mount(Path directory) {
        boolean mounted =
                run(List.of("mount", "-t", "tmpfs", "-o", "size=" + ROOMY_BYTES, "tmpfs", directory.toString()));
        return mounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
    }

    /** Leaves no room: it becomes as large as what is in it, unless that grows meanwhile. */
    void fill() {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (resize(Math.max(PAGE_BYTES, usedBytes()))) {
                return;
            }
        }
        throw failed("not filled");
    }

    /** Gives room again. */
    void free() {
        if (!resize(ROOMY_BYTES)) {
            throw failed("not freed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Path kept = directory.resolveSibling(directory.getFileName() + ".kept");
        // Indexes of Kafka are files of many megabytes with almost nothing in them.
        boolean copied = run(List.of("cp", "-a", "--sparse=always", directory.toString(), kept.toString()));
        boolean moved = run(List.of("umount", "-l", directory.toString()))
                && run(List.of("rmdir", directory.toString()))
                && run(List.of("mv", kept.toString(), directory.toString()));
        if (!copied || !moved) {
            LOG.warn("{}: not kept (expected: a copy of what was in memory)", directory);
        }
    }

    private long usedBytes() {
        try {
            FileStore store = Files.getFileStore(directory);
            return store.getTotalSpace() - store.getUnallocatedSpace();
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "SMALL_DISK", directory + ": " + e, e);
        }
    }

    private boolean resize(long bytes) {
        return run(List.of("mount", "-o", "remount,size=" + bytes, directory.toString()));
    }

    private MillraceException failed(String what) {
        return new MillraceException(
                ErrorKind.RESOURCE, "SMALL_DISK", directory + ": " + what + " (expected: another size)");
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
