package io.millrace.standalone.stack;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that keys of the billing API are hashed with, in a file of the data directory that its owner alone reads. */
public final class ApiPepper {
    /** Its name. */
    public static final String FILE = "api.pepper";

    private static final int BYTES = 32;

    private ApiPepper() {}

    /** Drawn at random the first time. */
    public static Secret of(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(directory, file);
            }
            return new Secret(Files.readString(file).trim());
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorKind.USER,
                    "API_PEPPER",
                    Expected.message("pepper", file, "a file that can be read and made"),
                    e);
        }
    }

    private static void create(Path directory, Path file) throws IOException {
        byte[] pepper = new byte[BYTES];
        new SecureRandom().nextBytes(pepper);
        FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // Whole or not at all: somebody else may read it at once.
        Path draft = Files.createTempFile(directory, FILE, "", owner);
        Files.writeString(draft, HexFormat.of().formatHex(pepper), StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its pepper is the one.
        } finally {
            Files.delete(draft);
        }
    }
}
