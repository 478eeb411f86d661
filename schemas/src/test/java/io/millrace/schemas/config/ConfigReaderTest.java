package io.millrace.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    @Test
    void allProblemsAreReportedAtOnce() {
        ConfigReader reader = new ConfigReader(Map.of("threads", "many", "bootstrap.server", "x"));
        reader.integer("threads", 1, 1, 64);
        reader.text("bootstrap.servers", null);

        assertThatThrownBy(reader::finish).hasMessage("""
                        threads: many (expected: 1 to 64)
                        bootstrap.servers: missing (expected: a text)
                        setting: bootstrap.server (expected: a known one, such as bootstrap.servers)""");
    }

    @Test
    void valuesAndFallbacksAreRead() {
        ConfigReader reader = new ConfigReader(Map.of("threads", " 3 ", "password", "hunter2"));

        assertThat(reader.integer("threads", 1, 1, 64)).isEqualTo(3);
        assertThat(reader.flag("enabled", true)).isTrue();
        assertThat(reader.text("name", "millrace")).isEqualTo("millrace");
        assertThat(reader.secret("password")).hasToString("[redacted]");
        reader.finish();
    }
}
