package io.millrace.sinks.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A directory for checkpoints that can be filled to the last byte and freed again: a file system in memory of its own, where
 * this process may mount one; else one that throws what a full one would, and says so.
 */
interface CheckpointStorage extends AutoCloseable {
    URI uri();

    /** Takes what is left. Others may free a little meanwhile, so it may have to be done again. */
    void fill() throws IOException;

    void free() throws IOException;

    @Override
    void close() throws IOException, InterruptedException;

    static CheckpointStorage at(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        if (Tmpfs.command("mount", "-t", "tmpfs", "-o", "size=4m", "millrace-test", directory.toString())) {
            return new Tmpfs(directory);
        }
        System.out.println("full disk: made by a file system that throws (expected: the right to mount a tmpfs)");
        return new Brim(directory);
    }

    /** Four MiB; beyond them writes fail with ENOSPC. */
    record Tmpfs(Path directory) implements CheckpointStorage {
        private static final byte[] PAGE = new byte[4096];

        @Override
        public URI uri() {
            return directory.resolve("checkpoints").toUri();
        }

        @Override
        public void fill() throws IOException {
            OutputStream filler = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            try (filler) {
                while (true) {
                    filler.write(PAGE);
                }
            } catch (IOException e) {
                if (Files.getFileStore(directory).getUsableSpace() > 0) {
                    throw e;
                }
            }
        }

        @Override
        public void free() throws IOException {
            Files.delete(filler());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            command("umount", "--lazy", directory.toString());
        }

        private Path filler() {
            return directory.resolve("filler");
        }

        static boolean command(String... words) throws InterruptedException {
            try {
                return new ProcessBuilder(List.of(words))
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                return false; // no such command here
            }
        }
    }

    /** {@link BrimFileSystemFactory} decides by a file. */
    record Brim(Path directory) implements CheckpointStorage {
        @Override
        public URI uri() {
            String local = directory.resolve("checkpoints").toUri().getPath();
            return URI.create(BrimFileSystemFactory.SCHEME + "://" + local);
        }

        @Override
        public void fill() throws IOException {
            if (!Files.exists(full())) {
                Files.createFile(full());
            }
        }

        @Override
        public void free() throws IOException {
            Files.delete(full());
        }

        @Override
        public void close() {}

        private Path full() {
            return directory.resolve(BrimFileSystemFactory.FULL);
        }
    }
}
