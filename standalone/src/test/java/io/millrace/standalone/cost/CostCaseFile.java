package io.millrace.standalone.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.standalone.cost.CostCase.Line;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file of cost cases; RFC 4180 quotes, no line breaks inside a field. */
final class CostCaseFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CostCaseFile() {}

    static List<CostCase> read(Path file) throws IOException {
        List<String> rows = Files.readAllLines(file);
        List<String> names = fields(rows.get(0));
        List<CostCase> cases = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            List<String> values = fields(row);
            Map<String, String> byName = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), values.get(i));
            }
            cases.add(parse(byName));
        }
        return cases;
    }

    private static CostCase parse(Map<String, String> row) throws JsonProcessingException {
        Map<String, Long> counts = new HashMap<>();
        JsonNode usage = JSON.readTree(required(row, "usage_json"));
        usage.properties().forEach(count -> {
            if (count.getValue().isIntegralNumber()) {
                counts.put(count.getKey(), count.getValue().longValue());
            }
        });
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : JSON.readTree(required(row, "components_json"))) {
            lines.add(new Line(
                    line.get("component").asText(),
                    new BigDecimal(line.get("qty").asText()),
                    new BigDecimal(line.get("unit_rate").asText()),
                    line.get("side").asText()));
        }
        String precision = row.getOrDefault("expected_precision", "exact");
        return new CostCase(
                required(row, "case_id"),
                required(row, "provider"),
                required(row, "model"),
                counts,
                usage.hasNonNull("size") ? usage.get("size").asText() : null,
                text(row, "service_tier"),
                "yes".equals(row.get("batch")),
                text(row, "at_time"),
                lines,
                dollars(row, "expected_input"),
                dollars(row, "expected_output"),
                dollars(row, "expected_total"),
                precision.startsWith("round") ? Integer.valueOf(precision.substring("round".length())) : null);
    }

    private static String required(Map<String, String> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }

    private static @Nullable String text(Map<String, String> row, String name) {
        String value = row.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static @Nullable BigDecimal dollars(Map<String, String> row, String name) {
        String value = text(row, name);
        return value == null ? null : new BigDecimal(value);
    }

    private static List<String> fields(String row) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (quoted && c == '"' && i + 1 < row.length() && row.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
