package io.millrace.standalone.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules that are shipped. Stateless. */
final class AlertRules {
    static final Path FILE = Path.of("..", "dashboards", "provisioning", "prometheus", "rules.yaml");

    private static final Pattern METRIC = Pattern.compile("\\b(?:millrace|flink|jvm|process)_\\w+");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

    private AlertRules() {}

    /** Each with alert, expr, for, labels and annotations. */
    static List<JsonNode> all() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(FILE.toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    /** Names of metrics in an expression. */
    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        METRIC.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .forEach(found -> names.add(found.group()));
        return names;
    }
}
