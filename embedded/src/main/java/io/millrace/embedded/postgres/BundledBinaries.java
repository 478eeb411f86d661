package io.millrace.embedded.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The binaries on the class path, unpacked below one directory. The library remembers per resolver where it unpacked;
 * as a value with the directory in it, a second server gets binaries of its own and not those of a deleted directory.
 */
record BundledBinaries(Path unpackedBelow) implements PgBinaryResolver {
    @Override
    public InputStream getPgBinary(String system, String architecture) throws IOException {
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture);
    }
}
