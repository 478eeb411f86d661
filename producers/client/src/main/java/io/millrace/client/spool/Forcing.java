package io.millrace.client.spool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The calls that carry what was written to the disk, so that it survives the machine. A test counts them. Thread-safe. */
interface Forcing {
    /** All of a file, and its length. */
    void file(Path file, FileChannel channel) throws IOException;

    /** The names in a directory: a file that was forced is lost without its name. */
    void directory(Path directory) throws IOException;

    /**
     * The first bytes of a mapped file, all that was written to them before the call.
     *
     * @throws java.io.UncheckedIOException when the disk is broken
     */
    void mapped(Path file, MappedByteBuffer bytes, int length);
}
