package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Settings that name a PEM file. What is in it is the library's to read; here only what is plainly no such file is refused. */
final class PemFile {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String KEY_END = "PRIVATE KEY-----";

    private PemFile() {}

    /** Certificates to trust; null where the setting is absent or a problem was added. */
    static @Nullable Path certificates(ConfigReader reader, String key) {
        return read(reader, key, false, "a readable PEM file with a certificate");
    }

    /** A private key and its certificate chain; null where the setting is absent or a problem was added. */
    static @Nullable Path identity(ConfigReader reader, String key) {
        return read(reader, key, true, "a readable PEM file with a private key and its certificate chain");
    }

    private static @Nullable Path read(ConfigReader reader, String key, boolean withKey, String rule) {
        String location = reader.text(key, "");
        if (location.isEmpty()) {
            return null;
        }
        try {
            Path file = Path.of(location);
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (text.contains(CERTIFICATE) && (!withKey || text.contains(KEY_END))) {
                return file;
            }
        } catch (IOException | InvalidPathException e) {
            // Reported below: the path and the rule say it all.
        }
        reader.problem(Expected.message(key, location, rule));
        return null;
    }
}
