package io.millrace.schemas.evolution;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas in the tree that were released: one folder for each version, one file for each topic. Immutable. */
final class ReleasedSchemas {
    static final Path DIRECTORY = Path.of("src", "main", "resources", "schemas", "released");
    private static final String SUFFIX = ".avsc";
    /** By number, so that 0.10 is after 0.9. */
    private static final Comparator<String> OLDEST_FIRST =
            Comparator.comparingInt((String v) -> part(v, 0)).thenComparingInt(v -> part(v, 1));

    private final Map<String, Map<String, Schema>> byVersion;

    private ReleasedSchemas(Map<String, Map<String, Schema>> byVersion) {
        this.byVersion = byVersion;
    }

    static ReleasedSchemas read(Path directory) throws IOException {
        Map<String, Map<String, Schema>> byVersion = new TreeMap<>(OLDEST_FIRST);
        for (Path version : list(directory)) {
            Map<String, Schema> byTopic = new TreeMap<>();
            for (Path file : list(version)) {
                String name = file.getFileName().toString();
                byTopic.put(name.substring(0, name.length() - SUFFIX.length()), parse(Files.readString(file)));
            }
            byVersion.put(requireVersion(version.getFileName().toString()), byTopic);
        }
        return new ReleasedSchemas(byVersion);
    }

    /** Oldest first. */
    List<String> versions() {
        return List.copyOf(byVersion.keySet());
    }

    /** Schemas of a version by topic. */
    Map<String, Schema> of(String version) {
        return byVersion.getOrDefault(version, Map.of());
    }

    /** Schemas of a topic by version, oldest first. */
    Map<String, Schema> ofTopic(String topic) {
        Map<String, Schema> found = new TreeMap<>(OLDEST_FIRST);
        byVersion.forEach((version, byTopic) -> {
            if (byTopic.containsKey(topic)) {
                found.put(version, byTopic.get(topic));
            }
        });
        return found;
    }

    static Path file(Path directory, String version, String topic) {
        return directory.resolve(version).resolve(topic + SUFFIX);
    }

    static Schema parse(String json) {
        return new SchemaParser().parse(json).mainSchema();
    }

    static String requireVersion(String version) {
        if (!version.matches("[0-9]{1,4}\\.[0-9]{1,4}")) {
            throw Expected.illegal("version", version, "two numbers such as 0.2");
        }
        return version;
    }

    private static int part(String version, int index) {
        return Integer.parseInt(version.split("\\.", -1)[index]);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
