package io.millrace.schemas.evolution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * What is kept for a topic of a released version, as two lines of hex.
 *
 * @param fingerprint SHA-256 of the schema's parsing canonical form, so that a released schema is not edited unseen
 * @param body of the sample
 */
record GoldenFile(String fingerprint, String body) {
    static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
    private static final String FINGERPRINT = "schema ";
    private static final String BODY = "sample ";

    static GoldenFile of(Schema schema, byte[] body) {
        return new GoldenFile(fingerprint(schema), HexFormat.of().formatHex(body));
    }

    static GoldenFile read(Path directory, String version, String topic) throws IOException {
        List<String> lines = Files.readAllLines(path(directory, version, topic));
        return new GoldenFile(
                lines.get(0).substring(FINGERPRINT.length()), lines.get(1).substring(BODY.length()));
    }

    void write(Path directory, String version, String topic) throws IOException {
        Path path = path(directory, version, topic);
        Files.createDirectories(path.getParent());
        Files.writeString(path, FINGERPRINT + fingerprint + "\n" + BODY + body + "\n");
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(body);
    }

    static String fingerprint(Schema schema) {
        try {
            return HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", e);
        }
    }

    private static Path path(Path directory, String version, String topic) {
        return directory.resolve(version).resolve(topic + ".hex");
    }
}
