package io.millrace.embedded.registry.core;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Whether a new schema agrees with earlier ones, by Avro's own rules of schema resolution. Order and words of what is
 * found are Confluent's (SchemaValidatorBuilder, Difference): versions from the latest to the first, up to the first
 * that disagrees; old reads new before new reads old.
 */
final class CompatibilityCheck {
    private static final int SHOWN_LENGTH_MAX = 10 * 1024;

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
        int first = level.transitive() ? 0 : earlier.size() - 1;
        for (int i = earlier.size() - 1; i >= first; i--) {
            List<String> problems = problems(level, candidate, earlier.get(i));
            if (!problems.isEmpty()) {
                problems.add("{validateFields: 'false', compatibility: '" + level + "'}");
                return List.copyOf(problems);
            }
        }
        return List.of();
    }

    private static List<String> problems(CompatibilityLevel level, Schema candidate, SchemaVersion version) {
        Schema old = SchemaText.parse(version.schema());
        List<String> oldReading = level.oldReadsNew() ? problems(old, candidate, "old", "new") : List.of();
        List<String> newReading = level.newReadsOld() ? problems(candidate, old, "new", "old") : List.of();
        var problems = new ArrayList<String>(oldReading);
        problems.addAll(newReading);
        // Of both directions, Confluent shows the old schema for the second one only.
        if (level.newReadsOld() ? !newReading.isEmpty() : !oldReading.isEmpty()) {
            problems.add("{oldSchemaVersion: " + version.version() + "}");
            problems.add(shown(version.schema()));
        }
        return problems;
    }

    private static List<String> problems(Schema reader, Schema writer, String readerName, String writerName) {
        List<Incompatibility> found;
        try {
            found = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                    .getResult()
                    .getIncompatibilities();
        } catch (RuntimeException undecided) {
            // So Avro answers when aliases make a field of the reader match two of the writer; nothing reads that.
            return List.of("Unexpected exception during compatibility check: " + undecided.getMessage());
        }
        return found.stream()
                .map(each -> description(each, readerName, writerName))
                .toList();
    }

    private static String description(Incompatibility found, String reader, String writer) {
        String at = "'" + found.getLocation() + "'";
        String what = "'" + found.getMessage() + "'";
        String text = switch (found.getType()) {
            case FIXED_SIZE_MISMATCH ->
                "The size of FIXED type field at path " + at + " in the " + reader + " schema does not match with the "
                        + writer + " schema";
            case TYPE_MISMATCH ->
                "The type (path " + at + ") of a field in the " + reader + " schema does not match with the " + writer
                        + " schema";
            case NAME_MISMATCH -> "The name of the schema has changed (path " + at + ")";
            case MISSING_ENUM_SYMBOLS ->
                "The " + reader + " schema is missing enum symbols " + what + " at path " + at + " in the " + writer
                        + " schema";
            case MISSING_UNION_BRANCH ->
                "The " + reader + " schema is missing a type inside a union field at path " + at + " in the " + writer
                        + " schema";
            case READER_FIELD_MISSING_DEFAULT_VALUE ->
                "The field " + what + " at path " + at + " in the " + reader
                        + " schema has no default value and is missing in the " + writer + " schema";
        };
        return "{errorType:'" + found.getType() + "', description:'" + text + "', additionalInfo:" + what + "}";
    }

    private static String shown(String schema) {
        return schema.length() <= SHOWN_LENGTH_MAX
                ? "{oldSchema: '" + schema + "'}"
                : "{oldSchema: <truncated to " + SHOWN_LENGTH_MAX + " characters> '"
                        + schema.substring(0, SHOWN_LENGTH_MAX) + "'}";
    }
}
