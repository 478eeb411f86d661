package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory on a file system of its own in memory (tmpfs), which can be filled to the last byte. Needs the right to mount.
 * Not thread-safe.
 */
final class SmallDisk implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts it over the directory; empty where that is not allowed. */
    static Optional<SmallDisk> mount(Path directory, int mebibytes) {
        boolean mounted =
                run(List.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString()));
        return mounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
    }

    /** Takes all the room that is left. */
    void fill() {
        byte[] piece = new byte[PIECE_BYTES];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (!full.toString().contains("space")) {
                throw failed(full);
            }
        }
    }

    /** Gives it back. */
    void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        run(List.of("umount", "-l", directory.toString()));
    }

    private MillraceException failed(IOException e) {
        return new MillraceException(ErrorKind.RESOURCE, "SMALL_DISK", directory + ": " + e, e);
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
