package io.millrace.embedded.postgres;

import io.millrace.embedded.Directories;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The binaries on the class path, unpacked below one directory. The library remembers per resolver where it unpacked;
 * as a value with the directory in it, a second server gets binaries of its own and not those of a deleted directory.
 */
record BundledBinaries(Path unpackedBelow) implements PgBinaryResolver {
    private static final String UNPACKED_MARKER = ".exists";

    @Override
    public InputStream getPgBinary(String system, String architecture) throws IOException {
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture);
    }

    /**
     * Removes what an earlier process was killed while it unpacked: the library writes its marker last, and would not
     * unpack over what is there. Only the owner of the directory may call this.
     */
    void discardIncomplete() throws IOException {
        if (!Files.isDirectory(unpackedBelow)) {
            return;
        }
        List<Path> unpacked;
        try (Stream<Path> children = Files.list(unpackedBelow)) {
            unpacked = children.toList();
        }
        for (Path version : unpacked) {
            if (Files.isDirectory(version) && !Files.exists(version.resolve(UNPACKED_MARKER))) {
                Directories.delete(version);
            }
        }
    }
}
