package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.service.HttpSettings;
import io.millrace.streams.topology.Links;
import io.millrace.streams.topology.StreamsCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final Map<String, String> REQUIRED =
            Map.of("bootstrap.servers", "k:9092", "schema.registry.url", "http://r", "state.dir", "/state");

    private static StreamsSettings read(String... pairs) {
        Map<String, String> values = new TreeMap<>(REQUIRED);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return StreamsSettings.read(values);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertThat(read()).isEqualTo(StreamsSettings.of("k:9092", "http://r", Path.of("/state")));
        StreamsSettings defaults = read();
        assertThat(defaults.threads()).isEqualTo(1);
        assertThat(defaults.dedupeWindow()).isEqualTo(Duration.ofHours(24));
        assertThat(defaults.unknownWorkspaces()).isEqualTo(UnknownWorkspaces.METER);
        assertThat(defaults.replicas()).isEqualTo(ReplicaSettings.NONE);
        assertThat(defaults.http().isOpen()).isFalse();
    }

    @Test
    void everyKeyIsMapped() {
        StreamsSettings settings = read(
                "unknown.workspaces", "REJECT",
                "standby.replicas", "2",
                "client.tags", "zone=eu-1a, rack=r7",
                "rack.aware.assignment.tags", "zone",
                "rack.id", "eu-1a",
                "rack.aware.assignment.strategy", "MIN_TRAFFIC",
                "http.port", "0",
                "http.host", "0.0.0.0",
                "http.advertised.host", "meter-1");
        assertThat(settings.unknownWorkspaces()).isEqualTo(UnknownWorkspaces.REJECT);
        assertThat(settings.replicas())
                .isEqualTo(new ReplicaSettings(
                        2, Map.of("zone", "eu-1a", "rack", "r7"), List.of("zone"), "eu-1a", RackStrategy.MIN_TRAFFIC));
        assertThat(settings.http()).isEqualTo(new HttpSettings(0, "0.0.0.0", "meter-1"));
    }

    @Test
    void kafkaStreamsGetsTheReplicasInItsOwnWords() {
        StreamsSettings settings = read(
                "standby.replicas", "1",
                "client.tags", "zone=eu-1a",
                "rack.aware.assignment.tags", "zone",
                "rack.id", "eu-1a",
                "rack.aware.assignment.strategy", "BALANCE_SUBTOPOLOGY");
        Properties properties = StreamsProperties.of(settings, Links.of(new StreamsCounters()));
        assertThat(properties)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("client.tag.zone", "eu-1a")
                .containsEntry("rack.aware.assignment.tags", "zone")
                .containsEntry("rack.aware.assignment.strategy", "balance_subtopology")
                .containsEntry("consumer.client.rack", "eu-1a")
                .containsEntry("ensure.explicit.internal.resource.naming", true);
        new org.apache.kafka.streams.StreamsConfig(properties);
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThatThrownBy(() -> read(
                        "standby.replicas", "9",
                        "client.tags", "zone",
                        "rack.aware.assignment.tags", "row",
                        "rack.aware.assignment.strategy", "MIN_TRAFFIC",
                        "http.port", "70000",
                        "unknown.workspaces", "GUESS",
                        "http.prot", "1"))
                .isInstanceOf(MillraceException.class)
                .message()
                .contains(
                        "standby.replicas: 9 (expected: 0 to 8)",
                        "client.tags: zone (expected: name=value)",
                        "rack.aware.assignment.tags: row (expected: one of client.tags [])",
                        "rack.aware.assignment.strategy: MIN_TRAFFIC (expected: NONE, or a rack.id)",
                        "http.port: 70000 (expected: -1 to 65535)",
                        "unknown.workspaces: GUESS (expected: one of [METER, REJECT])",
                        "setting: http.prot (expected: a known one, such as http.port)");
    }
}
