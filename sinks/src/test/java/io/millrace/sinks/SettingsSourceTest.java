package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {
    @TempDir
    Path directory;

    @Test
    void argumentGoesBeforeEnvironmentAndEnvironmentBeforeFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("sinks.properties"), "registry.url=file\ndatabase.user=file\ndatabase.url=file\n");
        ConfigReader reader = SettingsSource.read(
                List.of("--database.url=argument=1", file.toString()),
                Map.of("MILLRACE_DATABASE_URL", "environment", "MILLRACE_DATABASE_USER", "environment"));
        assertThat(reader.text("database.url", null)).isEqualTo("argument=1");
        assertThat(reader.text("database.user", null)).isEqualTo("environment");
        assertThat(reader.text("registry.url", null)).isEqualTo("file");
        reader.finish();
    }

    @Test
    void variablesOfOthersAreLeftAlone() throws IOException {
        ConfigReader reader =
                SettingsSource.read(List.of(), Map.of("MILLRACE_STREAMS_STATE_DIR", "x", "PATH", "y", "HOME", "z"));
        reader.finish();
    }

    @Test
    void misspelledVariableIsNamed() throws IOException {
        ConfigReader reader = SettingsSource.read(List.of(), Map.of("MILLRACE_SINKS_BATCH_ROW", "7"));
        assertThat(reader.integer("sinks.batch.rows", 5, 1, 10)).isEqualTo(5);
        assertThatThrownBy(reader::finish)
                .hasMessage("setting: sinks.batch.row (expected: a known one, such as sinks.batch.rows)");
    }

    @Test
    void argumentWithoutAValueIsNamed() {
        assertThatThrownBy(() -> SettingsSource.read(List.of("--database.url"), Map.of()))
                .isInstanceOf(MillraceException.class)
                .hasMessage("argument: --database.url (expected: --name=value, or a file)");
    }
}
