package io.millrace.client.spool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real disk. Stateless, thread-safe. */
final class DiskForcing implements Forcing {
    @Override
    public void file(Path file, FileChannel channel) throws IOException {
        channel.force(/* metaData= */ true);
    }

    @Override
    public void directory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(/* metaData= */ true);
        }
    }

    @Override
    public void mapped(Path file, MappedByteBuffer bytes, int length) {
        bytes.force(0, length);
    }
}
