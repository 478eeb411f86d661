package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.RegistryChange;
import io.millrace.embedded.registry.core.RegistryChange.IdsGiven;
import io.millrace.embedded.registry.core.RegistryChange.LevelSet;
import io.millrace.embedded.registry.core.RegistryChange.LevelUnset;
import io.millrace.embedded.registry.core.RegistryChange.ModeSet;
import io.millrace.embedded.registry.core.RegistryChange.ModeUnset;
import io.millrace.embedded.registry.core.RegistryChange.SubjectCleared;
import io.millrace.embedded.registry.core.RegistryChange.SubjectDeleted;
import io.millrace.embedded.registry.core.RegistryChange.VersionErased;
import io.millrace.embedded.registry.core.RegistryChange.VersionWritten;
import io.millrace.embedded.registry.core.RegistryMode;
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
                new LevelUnset(null),
                new ModeSet("a", RegistryMode.IMPORT),
                new ModeSet(null, RegistryMode.READONLY_OVERRIDE),
                new ModeUnset("a"),
                new ModeUnset(null),
                new SubjectCleared("a"),
                new SubjectCleared(null),
                new IdsGiven(7));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfChange")
    void rowReadsBackAsItsChange(RegistryChange change) {
        Row row = RowEncoder.row(change);
        assertThat(RowDecoder.change(row.key(), row.value())).contains(change);
    }

    @Test
    void rowsAreConfluents() {
        Row row = RowEncoder.row(new VersionWritten(new SchemaVersion("a", 2, 7, "\"string\"", false)));
        assertThat(row.key()).isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"a\",\"version\":2,\"magic\":1}");
        assertThat(row.value())
                .isEqualTo(
                        "{\"subject\":\"a\",\"version\":2,\"id\":7,\"schema\":\"\\\"string\\\"\",\"deleted\":false}");
    }

    @Test
    void keysAreConfluentsToTheByte() {
        assertThat(RowEncoder.row(new LevelUnset(null)).key())
                .isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}");
        assertThat(RowEncoder.row(new ModeUnset("a")).key())
                .isEqualTo("{\"keytype\":\"MODE\",\"subject\":\"a\",\"magic\":0}");
        assertThat(RowEncoder.row(new IdsGiven(7)).key()).isEqualTo("{\"keytype\":\"NOOP\",\"magic\":0}");
    }

    @Test
    void rowsWithoutMeaningHereAreSkipped() {
        assertThat(RowDecoder.change("{\"keytype\":\"NOOP\",\"magic\":0}", null))
                .isEmpty();
        assertThat(RowDecoder.change("{\"keytype\":\"CONTEXT\",\"tenant\":\"default\",\"context\":\".x\"}", "{}"))
                .isEmpty();
        assertThat(RowDecoder.change("{\"keytype\":\"ASSOC\",\"subject\":\"a\",\"magic\":0}", "{}"))
                .isEmpty();
        assertThat(RowDecoder.change("{\"keytype\":\"MODE\",\"subject\":\":.x:a\",\"magic\":0}", "{}"))
                .isEmpty();
        assertThat(RowDecoder.change(null, "{}")).isEmpty();
    }

    @Test
    void settingsThatDoNotExistAreNamed() {
        assertThatThrownBy(() -> RowDecoder.change("{\"keytype\":\"MODE\",\"subject\":null}", "{\"mode\":\"ODD\"}"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("registry journal mode: ODD (expected: a mode)");
    }

    @Test
    void rowThatIsNotJsonIsNamed() {
        assertThatThrownBy(() -> RowDecoder.change("no json", null))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("registry journal row: no json (expected: JSON)");
    }
}
