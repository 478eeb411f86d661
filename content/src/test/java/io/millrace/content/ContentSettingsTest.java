package io.millrace.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.content.forward.Collector;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "bootstrap.servers", "kafka:9092",
            "schema.registry.url", "http://registry:8081",
            "database.url", "jdbc:postgresql://db/millrace",
            "content.keys.file", "/run/secrets/content-keys");

    private static ContentSettings read(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.putAll(more);
        return ContentSettings.read(new ConfigReader(values));
    }

    @Test
    void bodiesAreKept30DaysAndSentNowhereUnlessItIsSaid() {
        ContentSettings settings = read(Map.of());

        assertThat(settings.keep()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.forward()).isNull();
    }

    @Test
    void aCollectorHasAnAddressAndAKeyThatIsNotShown() {
        ContentSettings settings = read(
                Map.of("forward.to", "DATADOG", "forward.url", "https://intake/api/v2/logs", "forward.key", "hidden"));

        assertThat(settings.forward())
                .isEqualTo(new ContentSettings.Forward(
                        Collector.DATADOG, URI.create("https://intake/api/v2/logs"), new Secret("hidden")));
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> read(Map.of("content.keep.days", "0", "forward.url", "intake", "forward.too", "OTLP")))
                .hasMessageContaining("content.keep.days: 0")
                .hasMessageContaining("forward.url: intake (expected: an address that begins with http:// or https://)")
                .hasMessageContaining("forward.too");
    }
}
