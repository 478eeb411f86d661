package io.millrace.standalone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One panel of one dashboard file. */
record Panel(String dashboard, JsonNode json) {
    static final Path DIRECTORY = Path.of("..", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode dashboard(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    static List<Panel> all() throws IOException {
        List<Panel> panels = new ArrayList<>();
        for (Path file : files()) {
            dashboard(file)
                    .path("panels")
                    .forEach(json -> panels.add(new Panel(file.getFileName().toString(), json)));
        }
        return panels;
    }

    String title() {
        return json.path("title").asText();
    }

    boolean asksPrometheus() {
        return json.path("datasource").path("type").asText().equals("prometheus");
    }

    /** The texts of its queries: SQL, or PromQL. */
    List<String> queries() {
        String field = asksPrometheus() ? "expr" : "rawSql";
        List<String> queries = new ArrayList<>();
        json.path("targets").forEach(target -> queries.add(target.path(field).asText()));
        return queries;
    }

    @Override
    public String toString() {
        return dashboard + ": " + title();
    }
}
