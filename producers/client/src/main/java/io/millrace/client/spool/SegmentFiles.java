package io.millrace.client.spool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/** The file system as the spool needs it. A test puts a failing one in its place. Thread-safe. */
interface SegmentFiles {
    /**
     * Makes a file of zeros by writing all of them, so that a full disk shows here, and never in a mapped access.
     *
     * @param durable whether the file is to survive a power failure
     * @throws IOException when the disk is full or broken; no file is left then
     */
    MappedByteBuffer create(Path file, int bytes, boolean durable) throws IOException;

    /** Maps an existing file, all of it. */
    MappedByteBuffer open(Path file) throws IOException;

    /** Carries the first bytes of a mapped file to the disk, all that was written to them before the call. */
    void force(Path file, MappedByteBuffer bytes, int length);

    /** Gives back the disk's space at once, mapped or not. */
    void delete(Path file) throws IOException;
}
