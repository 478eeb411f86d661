package io.millrace.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a server's directory against every other server, of this JVM or another, from before it is looked into until it is
 * let go; the system lets go of it where the process dies. Thread-safe.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "millrace.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws DirectoryException when another server holds it, or it cannot be written */
    public static DirectoryLock take(String server, Path directory) {
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            taken = isFree(channel);
        } catch (IOException failed) {
            throw new DirectoryException(server, directory, "a writable directory", failed);
        } finally {
            if (!taken) {
                closeQuietly(channel);
            }
        }
        if (!taken) {
            throw new DirectoryException(server, directory, "a directory no other broker uses");
        }
        return new DirectoryLock(channel);
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is of no use any more, and was never locked.
        }
    }

    /** Lets go of the directory. A second call does nothing. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
