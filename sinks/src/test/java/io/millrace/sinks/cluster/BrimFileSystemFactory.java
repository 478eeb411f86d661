package io.millrace.sinks.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The scheme {@code brim}: local files, on a disk that is full while a file {@code full} is in the directory above. */
public final class BrimFileSystemFactory implements FileSystemFactory {
    static final String SCHEME = "brim";
    static final String FULL = "full";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
        return new Brim();
    }

    private static final class Brim extends LocalFileSystem {
        @Override
        public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
            failWhenFull(path);
            return super.create(path, mode);
        }

        @Override
        public boolean mkdirs(Path path) throws IOException {
            failWhenFull(path);
            return super.mkdirs(path);
        }

        private void failWhenFull(Path path) throws IOException {
            for (java.nio.file.Path p = pathToFile(path).toPath(); p != null; p = p.getParent()) {
                if (Files.exists(p.resolve(FULL))) {
                    throw new IOException("No space left on device");
                }
            }
        }
    }
}
