package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinksSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "kafka.bootstrap.servers", "localhost:9092",
            "registry.url", "http://localhost:8081",
            "database.url", "jdbc:postgresql://localhost/millrace",
            "database.user", "millrace",
            "database.password", "open sesame",
            "sinks.checkpoint.directory", "checkpoints",
            "sinks.temporary.directory", "temporary");

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(SinksSettings.read(new ConfigReader(REQUIRED)))
                .isEqualTo(new SinksSettings(
                        KafkaAccess.plaintext("localhost:9092"),
                        RegistryAccess.at("http://localhost:8081"),
                        "jdbc:postgresql://localhost/millrace",
                        "millrace",
                        new Secret("open sesame"),
                        Path.of("checkpoints"),
                        Path.of("temporary"),
                        1,
                        30_000,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2)));
    }

    @Test
    void everythingCanBeSaid() {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.put("sinks.parallelism", "2");
        all.put("sinks.batch.rows", "7");
        all.put("sinks.flush.interval.ms", "30");
        all.put("sinks.checkpoint.interval.ms", "400");
        all.put("sinks.values.max", "50");
        ConfigReader reader = new ConfigReader(all);
        SinksSettings settings = SinksSettings.read(reader);
        reader.finish();
        assertThat(settings.parallelism()).isEqualTo(2);
        assertThat(settings.batchRows()).isEqualTo(7);
        assertThat(settings.flushInterval()).isEqualTo(Duration.ofMillis(30));
        assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofMillis(400));
        assertThat(settings.job().valuesMax()).isEqualTo(50);
    }

    @Test
    void passwordIsNeverPrinted() {
        assertThat(SinksSettings.read(new ConfigReader(REQUIRED)).toString()).doesNotContain("sesame");
    }

    @Test
    void missingSettingsAreReportedTogether() {
        ConfigReader reader = new ConfigReader(Map.of());
        SinksSettings.read(reader);
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("kafka.bootstrap.servers: missing")
                .hasMessageContaining("database.url: missing");
    }
}
