package io.millrace.embedded.registry.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompatibilityCheckTest {
    /** Versions 1 and 2 are the earlier ones; the candidate is the third. */
    @ParameterizedTest
    @CsvSource({
        // level, version 1, version 2, candidate, compatible
        "NONE,                BASE, BASE,           OTHER_TYPE,     true",
        "BACKWARD,            BASE, BASE,           OPTIONAL_ADDED, true",
        "BACKWARD,            BASE, BASE,           REQUIRED_ADDED, false",
        "BACKWARD,            BASE, REQUIRED_ADDED, REQUIRED_ADDED, true",
        "BACKWARD_TRANSITIVE, BASE, REQUIRED_ADDED, REQUIRED_ADDED, false",
        "BACKWARD_TRANSITIVE, BASE, OPTIONAL_ADDED, OPTIONAL_ADDED, true",
        "FORWARD,             BASE, BASE,           REQUIRED_ADDED, true",
        "FORWARD,             BASE, REQUIRED_ADDED, BASE,           false",
        "FORWARD,             REQUIRED_ADDED, BASE, BASE,           true",
        "FORWARD_TRANSITIVE,  REQUIRED_ADDED, BASE, BASE,           false",
        "FORWARD_TRANSITIVE,  BASE, BASE,           REQUIRED_ADDED, true",
        "FULL,                BASE, BASE,           OPTIONAL_ADDED, true",
        "FULL,                BASE, BASE,           REQUIRED_ADDED, false",
        "FULL,                BASE, REQUIRED_ADDED, BASE,           false",
        "FULL,                REQUIRED_ADDED, BASE, OPTIONAL_ADDED, true",
        "FULL_TRANSITIVE,     REQUIRED_ADDED, BASE, OPTIONAL_ADDED, false",
        "FULL_TRANSITIVE,     BASE, OPTIONAL_ADDED, OTHER_OPTIONAL_ADDED, true",
    })
    void levelDecides(CompatibilityLevel level, String first, String second, String candidate, boolean compatible) {
        List<String> problems =
                CompatibilityCheck.problems(level, schema(candidate), earlier(schema(first), schema(second)));
        assertThat(problems.isEmpty()).isEqualTo(compatible);
    }

    @Test
    void firstVersionIsAlwaysCompatible() {
        assertThat(CompatibilityCheck.problems(CompatibilityLevel.FULL_TRANSITIVE, Schemas.BASE, List.of()))
                .isEmpty();
    }

    @Test
    void problemNamesVersionAndField() {
        assertThat(CompatibilityCheck.problems(
                        CompatibilityLevel.BACKWARD, Schemas.REQUIRED_ADDED, earlier(Schemas.BASE)))
                .containsExactly(
                        "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'unit' at path "
                                + "'/fields/1' in the new schema has no default value and is missing in the old "
                                + "schema', additionalInfo:'unit'}",
                        "{oldSchemaVersion: 1}",
                        "{oldSchema: '" + Schemas.BASE + "'}",
                        "{validateFields: 'false', compatibility: 'BACKWARD'}");
    }

    /** Avro throws instead of answering. */
    @Test
    void aliasThatMatchesTwoFieldsIsIncompatible() {
        String twice = Schemas.record(",{\"name\":\"b\",\"type\":\"long\"}");
        String ambiguous = Schemas.record(",{\"name\":\"b\",\"type\":\"long\",\"aliases\":[\"id\"]}");
        assertThat(CompatibilityCheck.problems(CompatibilityLevel.BACKWARD, ambiguous, earlier(twice)))
                .first()
                .asString()
                .startsWith("Unexpected exception during compatibility check: ");
    }

    private static List<SchemaVersion> earlier(String... schemas) {
        var versions = new ArrayList<SchemaVersion>();
        for (String schema : schemas) {
            int number = versions.size() + 1;
            versions.add(new SchemaVersion("s", number, number, schema, false));
        }
        return versions;
    }

    private static String schema(String name) {
        return switch (name) {
            case "BASE" -> Schemas.BASE;
            case "OPTIONAL_ADDED" -> Schemas.OPTIONAL_ADDED;
            case "OTHER_OPTIONAL_ADDED" -> Schemas.OTHER_OPTIONAL_ADDED;
            case "REQUIRED_ADDED" -> Schemas.REQUIRED_ADDED;
            case "OTHER_TYPE" -> Schemas.OTHER_TYPE;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
