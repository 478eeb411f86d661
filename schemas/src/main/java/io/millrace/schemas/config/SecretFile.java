package io.millrace.schemas.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file whose first line is a secret, as container platforms hand them in. */
final class SecretFile {
    static final String RULE = "a file whose first line is the secret";

    private SecretFile() {}

    static boolean exists(String path) {
        try {
            return Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The first line, without blanks around it.
     *
     * @throws IllegalArgumentException when there is no such file, or its first line is blank
     */
    static Secret read(String path) {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            if (line == null || line.isBlank()) {
                throw new IllegalArgumentException();
            }
            return new Secret(line.strip());
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
