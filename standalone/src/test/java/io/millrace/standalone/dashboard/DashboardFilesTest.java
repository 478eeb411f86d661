package io.millrace.standalone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardFilesTest {
    /** Columns of Grafana's grid. */
    private static final int WIDTH = 24;

    private static final int SCHEMA_VERSION_OF_GRAFANA_12 = 41;

    @Test
    void everyPanelHasATitleAUnitAndAQueryToAKnownSource() throws IOException {
        String sources = Files.readString(Panel.DIRECTORY.resolve("provisioning/datasources/millrace.yaml"));
        for (Panel panel : Panel.all()) {
            JsonNode source = panel.json().path("datasource");
            assertThat(panel.title()).as(panel.dashboard()).isNotBlank();
            assertThat(panel.json()
                            .path("fieldConfig")
                            .path("defaults")
                            .path("unit")
                            .asText())
                    .as(panel.toString())
                    .isNotBlank();
            assertThat(sources)
                    .as(panel.toString())
                    .contains("uid: " + source.path("uid").asText() + "\n")
                    .contains("type: " + source.path("type").asText() + "\n");
            assertThat(panel.queries()).as(panel.toString()).isNotEmpty().allMatch(query -> !query.isBlank());
        }
    }

    @Test
    void everyDashboardIsOfGrafana12AndHasAnIdAndATimeRange() throws IOException {
        Set<String> ids = new HashSet<>();
        for (Path file : Panel.files()) {
            JsonNode dashboard = Panel.dashboard(file);
            assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(SCHEMA_VERSION_OF_GRAFANA_12);
            assertThat(dashboard.path("title").asText()).startsWith("Millrace: ");
            assertThat(dashboard.path("time").path("from").asText()).startsWith("now-");
            assertThat(ids.add(dashboard.path("uid").asText()))
                    .as(file.toString())
                    .isTrue();
        }
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        "millrace-operations", "millrace-spend", "millrace-budgets", "millrace-workspace");
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
        for (Path file : Panel.files()) {
            Set<Integer> ids = new HashSet<>();
            List<String> cells = new ArrayList<>();
            for (JsonNode panel : Panel.dashboard(file).path("panels")) {
                assertThat(ids.add(panel.path("id").asInt()))
                        .as(panel.path("title").asText())
                        .isTrue();
                addCells(panel.path("gridPos"), cells);
            }
            assertThat(cells).as(file.toString()).doesNotHaveDuplicates();
        }
    }

    private static void addCells(JsonNode position, List<String> cells) {
        int left = position.path("x").asInt();
        int right = left + position.path("w").asInt();
        int top = position.path("y").asInt();
        assertThat(right).isBetween(left + 1, WIDTH);
        for (int x = left; x < right; x++) {
            for (int y = top; y < top + position.path("h").asInt(); y++) {
                cells.add(x + "/" + y);
            }
        }
    }
}
