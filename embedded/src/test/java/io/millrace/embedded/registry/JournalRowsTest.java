package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.registry.JournalRows.Row;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import io.millrace.embedded.registry.core.SchemaVersion;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JournalRowsTest {
    static Stream<RegistryChange> everyKindOfChange() {
        return Stream.of(
                new VersionWritten(new SchemaVersion("a", 2, 7, "\"string\"", false)),
                new VersionWritten(new SchemaVersion("a", 2, 7, "\"string\"", true)),
                new VersionErased("a", 2),
                new SubjectDeleted("a", 3),
                new LevelSet("a", CompatibilityLevel.FULL_TRANSITIVE),
                new LevelSet(null, CompatibilityLevel.NONE),
                new LevelUnset("a"),
                new LevelUnset(null));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfChange")
    void rowReadsBackAsItsChange(RegistryChange change) {
        Row row = JournalRows.row(change);
        assertThat(JournalRows.change(row.key(), row.value())).contains(change);
    }

    @Test
    void rowsAreConfluents() {
        Row row = JournalRows.row(new VersionWritten(new SchemaVersion("a", 2, 7, "\"string\"", false)));
        assertThat(row.key()).isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"a\",\"version\":2,\"magic\":1}");
        assertThat(row.value())
                .isEqualTo(
                        "{\"subject\":\"a\",\"version\":2,\"id\":7,\"schema\":\"\\\"string\\\"\",\"deleted\":false}");
    }

    @Test
    void rowsWithoutMeaningHereAreSkipped() {
        assertThat(JournalRows.change("{\"keytype\":\"NOOP\",\"magic\":0}", null))
                .isEmpty();
        assertThat(JournalRows.change("{\"keytype\":\"MODE\",\"subject\":\"a\"}", "{\"mode\":\"IMPORT\"}"))
                .isEmpty();
        assertThat(JournalRows.change(null, "{}")).isEmpty();
    }

    @Test
    void rowThatIsNotJsonIsNamed() {
        assertThatThrownBy(() -> JournalRows.change("no json", null))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("registry journal row: no json (expected: JSON)");
    }
}
