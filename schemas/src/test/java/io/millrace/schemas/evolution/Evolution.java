package io.millrace.schemas.evolution;

import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Full transitive compatibility: a schema and every one released before read each other's records. Stateless, thread-safe. */
final class Evolution {
    private Evolution() {}

    /**
     * Every pair that cannot, with the reason, one line each.
     *
     * @param released schemas by their version
     */
    static List<String> breaches(String topic, Schema current, Map<String, Schema> released) {
        List<String> breaches = new ArrayList<>();
        released.forEach((version, schema) -> {
            check(topic + ": the current schema reading " + version, current, schema, breaches);
            check(topic + ": " + version + " reading the current schema", schema, current, breaches);
        });
        return breaches;
    }

    private static void check(String thing, Schema reader, Schema writer, List<String> breaches) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
            pair.getResult()
                    .getIncompatibilities()
                    .forEach(incompatibility -> breaches.add(Expected.message(
                            thing + " " + incompatibility.getLocation(),
                            incompatibility.getType(),
                            "FULL_TRANSITIVE compatibility: " + incompatibility.getMessage())));
        }
    }
}
