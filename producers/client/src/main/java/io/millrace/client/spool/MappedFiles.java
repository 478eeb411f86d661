package io.millrace.client.spool;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real file system. Thread-safe. */
final class MappedFiles implements SegmentFiles {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Forcing forcing;

    MappedFiles(Forcing forcing) {
        this.forcing = forcing;
    }

    @Override
    public MappedByteBuffer create(Path file, int bytes, boolean durable) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
            for (int written = 0; written < bytes; ) {
                zeros.clear().limit(Math.min(CHUNK_BYTES, bytes - written));
                written += channel.write(zeros);
            }
            if (durable) {
                forcing.file(file, channel);
                forceName(file);
            }
            return channel.map(MapMode.READ_WRITE, 0, bytes);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public MappedByteBuffer open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException(Expected.message(file + " bytes", channel.size(), "a spool segment"));
            }
            return channel.map(MapMode.READ_WRITE, 0, channel.size());
        }
    }

    @Override
    public void force(Path file, MappedByteBuffer bytes, int length) {
        forcing.mapped(file, bytes, length);
    }

    @Override
    public void delete(Path file) throws IOException {
        // A mapped file keeps its blocks until the garbage collector finds the mapping; a truncated one has none.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        Files.deleteIfExists(file);
    }

    private void forceName(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            forcing.directory(directory);
        }
    }
}
