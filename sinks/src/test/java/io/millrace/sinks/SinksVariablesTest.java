package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.SettingsSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinksVariablesTest {
    private static ConfigReader reader(Map<String, String> environment) {
        return SettingsSource.read(List.of(SinksVariables::setting), List.of(), environment);
    }

    @Test
    void variablesOfOldAndNewNamesSetTheSameKeys() {
        ConfigReader old = reader(
                Map.of("MILLRACE_DATABASE_URL", "d", "MILLRACE_REGISTRY_URL", "r", "MILLRACE_SINKS_BATCH_ROWS", "7"));
        assertThat(old.text("database.url", null)).isEqualTo("d");
        assertThat(old.text("registry.url", null)).isEqualTo("r");
        assertThat(old.integer("sinks.batch.rows", 5, 1, 10)).isEqualTo(7);
        old.finish();
        ConfigReader reader = reader(Map.of(
                "MILLRACE_SINKS_DATABASE_URL", "d",
                "MILLRACE_SINKS_REGISTRY_URL", "r",
                "MILLRACE_SINKS_HTTP_PORT", "1",
                "MILLRACE_SINKS_SINKS_BATCH_ROWS", "7"));
        assertThat(reader.text("database.url", null)).isEqualTo("d");
        assertThat(reader.text("registry.url", null)).isEqualTo("r");
        assertThat(reader.text("http.port", null)).isEqualTo("1");
        assertThat(reader.integer("sinks.batch.rows", 5, 1, 10)).isEqualTo(7);
        reader.finish();
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        reader(Map.of(
                        "MILLRACE_STREAMS_STATE_DIR", "x",
                        "MILLRACE_REGISTRY_HTTP_PORT", "1",
                        "PATH", "y",
                        "HOME", "z"))
                .finish();
    }

    @Test
    void misspelledVariableIsNamed() {
        ConfigReader reader = reader(Map.of("MILLRACE_SINKS_BATCH_ROW", "7"));
        assertThat(reader.integer("sinks.batch.rows", 5, 1, 10)).isEqualTo(5);
        assertThatThrownBy(reader::finish)
                .hasMessage("setting: sinks.batch.row (expected: a known one, such as sinks.batch.rows)");
    }
}
