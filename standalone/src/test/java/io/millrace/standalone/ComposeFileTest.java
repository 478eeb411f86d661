package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the composition promises, read from its file. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SERVICE =
            Pattern.compile("\\n  ([a-z-]+):\\n(.*?)(?=\\n  [a-z-]+:\\n|\\z)", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("\"([^\"]*:\\d+)\"");
    private static final Pattern PORTS = Pattern.compile("\\n    ports: \\[(.*)]");

    /** Services that share the identity of another. */
    private static final Map<String, String> OWNERS =
            Map.of("jobmanager", "sinks", "taskmanager", "sinks", "rights", "setup");

    private record Service(String name, String text) {}

    private static String file;
    private static List<Service> services;

    @BeforeAll
    static void read() throws IOException {
        file = Files.readString(ROOT.resolve("docker-compose.yml"));
        String part = file.substring(file.indexOf("\nservices:\n"), file.indexOf("\nnetworks:\n"));
        services = SERVICE.matcher(part)
                .results()
                .map(found -> new Service(found.group(1), found.group(2)))
                .toList();
        assertThat(services)
                .extracting(Service::name)
                .contains("kafka", "database", "streams", "billing", "jobmanager");
    }

    @Test
    void everyPublishedPortIsOnLoopbackAndCanBeMoved() {
        List<String> ports = services.stream().flatMap(ComposeFileTest::ports).toList();
        assertThat(ports)
                .hasSizeGreaterThan(8)
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\$\\{MILLRACE_\\w+:-\\d+}:\\d+"));
    }

    @Test
    void everyServiceHasABoundOnItsMemoryAndNoPrivilege() {
        assertThat(services).allSatisfy(service -> {
            assertThat(service.text()).as(service.name()).containsPattern("<<: \\*(hardened|millrace|once|flink)\\n");
            assertThat(service.text()).as(service.name()).containsPattern("mem_limit: |<<: \\*once");
        });
        assertThat(file).contains("cap_drop: [ALL]", "no-new-privileges:true", "inside: {internal: true}");
    }

    @Test
    void eachServiceSeesItsOwnSecretsAlone() {
        for (Service service : services) {
            String mounts = service.text();
            String own = OWNERS.getOrDefault(service.name(), service.name());
            assertThat(Pattern.compile("\\./deploy/secrets/(\\w+):")
                            .matcher(mounts)
                            .results())
                    .as(service.name())
                    .extracting(found -> found.group(1))
                    .allMatch(own::equals);
        }
    }

    @Test
    void dashboardsAskTheNamesOfTheNetwork() throws IOException {
        String targets = Files.readString(ROOT.resolve("dashboards/provisioning/prometheus/millrace.yaml"));
        List<String> names = services.stream().map(Service::name).toList();
        assertThat(Pattern.compile("\"([a-z]+):\\d+\"")
                        .matcher(targets)
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allMatch(names::contains);
    }

    @Test
    void linesOfFlinksLogHaveTheFieldsOfOurs() throws IOException {
        ObjectNode flink = template(ROOT.resolve("deploy/flink/log-line.json"));
        ObjectNode ours = template(Path.of("src/main/resources/log-line.json"));
        assertThat(flink.remove("service").asText()).isEqualTo("${env:MILLRACE_LOG_SERVICE:-flink}");
        assertThat(ours.remove("service")).isNotNull();
        assertThat(flink).isEqualTo(ours);
        assertThat(ROOT.resolve("deploy/flink/log4j-console.properties"))
                .content()
                .contains("eventTemplateUri = file:/etc/millrace/flink/log-line.json");
        assertThat(services)
                .filteredOn(service -> service.text().contains("<<: *flink\n"))
                .hasSize(2)
                .allMatch(service -> service.text().contains("- ./deploy/flink:/etc/millrace/flink:ro\n"));
    }

    private static ObjectNode template(Path file) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
    }

    private static Stream<String> ports(Service service) {
        return PORTS.matcher(service.text())
                .results()
                .flatMap(line -> PORT.matcher(line.group(1)).results())
                .map(MatchResult::group)
                .map(port -> port.substring(1, port.length() - 1));
    }
}
