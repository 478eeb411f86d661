package io.millrace.schemas.evolution;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * Writes the current schemas and the bytes of their samples into the tree as the next released version; refuses a version that
 * is there already, and schemas that break a rule. From the root of the project:
 *
 * <pre>
 * ./mvnw -pl schemas test-compile org.codehaus.mojo:exec-maven-plugin:3.5.0:exec -Dexec.executable=java \
 *     -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath io.millrace.schemas.evolution.ReleaseMain 0.2"
 * </pre>
 */
final class ReleaseMain {
    private ReleaseMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw Expected.illegal("arguments", List.of(arguments), "one version, such as 0.2");
        }
        release(arguments[0], ReleasedSchemas.DIRECTORY, GoldenFile.DIRECTORY);
    }

    static void release(String version, Path schemas, Path golden) throws IOException {
        ReleasedSchemas.requireVersion(version);
        Files.createDirectories(schemas);
        ReleasedSchemas released = ReleasedSchemas.read(schemas);
        if (released.versions().contains(version)) {
            throw Expected.illegal("version", version, "one that is not released yet: " + released.versions());
        }
        List<String> breaches = new ArrayList<>();
        for (GoldenSample sample : GoldenSample.all()) {
            breaches.addAll(SchemaRules.breaches(sample.currentSchema()));
            breaches.addAll(
                    Evolution.breaches(sample.topic(), sample.currentSchema(), released.ofTopic(sample.topic())));
        }
        if (!breaches.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", breaches));
        }
        for (GoldenSample sample : GoldenSample.all()) {
            write(version, sample, schemas);
            GoldenFile.of(sample.currentSchema(), sample.encode()).write(golden, version, sample.topic());
        }
    }

    private static void write(String version, GoldenSample sample, Path directory) throws IOException {
        Schema schema = sample.currentSchema();
        Path file = ReleasedSchemas.file(directory, version, sample.topic());
        Files.createDirectories(file.getParent());
        Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
    }
}
