package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Whether a new schema agrees with earlier ones, by Avro's own rules of schema resolution. */
final class CompatibilityCheck {
    private CompatibilityCheck() {}

    /**
     * What stands against the new schema; empty when nothing does.
     *
     * @param earlier the live versions, oldest first; a level that is not transitive looks at the last only
     */
    static List<String> problems(CompatibilityLevel level, String schema, List<SchemaVersion> earlier) {
        if (earlier.isEmpty() || level == CompatibilityLevel.NONE) {
            return List.of();
        }
        Schema candidate = SchemaText.parse(schema);
        List<SchemaVersion> relevant =
                level.transitive() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
        var problems = new ArrayList<String>();
        for (SchemaVersion version : relevant) {
            Schema old = SchemaText.parse(version.schema());
            if (level.newReadsOld()) {
                problems.addAll(problems(candidate, old, "the new schema cannot read version " + version.version()));
            }
            if (level.oldReadsNew()) {
                problems.addAll(
                        problems(old, candidate, "version " + version.version() + " cannot read the new schema"));
            }
        }
        return List.copyOf(problems);
    }

    private static List<String> problems(Schema reader, Schema writer, String what) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return result.getIncompatibilities().stream()
                .map(found -> what + ": " + found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
                .toList();
    }
}
