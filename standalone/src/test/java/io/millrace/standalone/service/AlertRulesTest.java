package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
    private static final Pattern DURATION = Pattern.compile("\\d+[smhd]");
    /** Words of the query language that the rules use; every other word is a metric, a label or a text. */
    private static final Set<String> WORDS =
            Set.of("sum", "max", "by", "and", "or", "increase", "changes", "delta", "up");

    @Test
    void everyAlertIsWholeAndHasItsSectionInTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("..", "docs", "operations.md"));
        Set<String> names = new HashSet<>();
        for (JsonNode rule : AlertRules.all()) {
            String name = rule.path("alert").asText();
            assertThat(names.add(name)).as("%s comes once", name).isTrue();
            assertThat(name).startsWith("Millrace");
            assertThat(rule.path("labels").path("severity").asText()).as(name).isIn("page", "ticket");
            assertThat(rule.path("annotations").path("summary").asText())
                    .as(name)
                    .isNotBlank();
            assertThat(rule.path("annotations").path("runbook_url").asText())
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(runbook).as(name).contains("\n#### " + name + "\n");
            if (rule.has("for")) {
                assertThat(rule.path("for").asText()).as(name).matches(DURATION);
            }
        }
        assertThat(names).hasSizeGreaterThan(15);
        assertThat(runbook.lines().filter(line -> line.startsWith("#### Millrace")))
                .hasSameSizeAs(names);
    }

    @Test
    void everyExpressionIsMadeOfKnownWordsAndBalancedBrackets() throws IOException {
        for (JsonNode rule : AlertRules.all()) {
            String expression = rule.path("expr").asText();
            String bare = expression
                    .replaceAll("\"[^\"]*\"", "")
                    .replaceAll("\\{[^{}]*}", "")
                    .replaceAll("\\[\\d+[mh]]", "")
                    .replaceAll("by \\(\\w+\\)", "by");
            for (String word : List.of(bare.split("[^\\w.]+"))) {
                if (!word.isEmpty() && !word.matches("[\\d.]+")) {
                    assertThat(WORDS.contains(word)
                                    || AlertRules.metrics(expression).contains(word))
                            .as("%s: %s", rule.path("alert").asText(), word)
                            .isTrue();
                }
            }
            assertThat(bare).as(expression).doesNotContain("{", "}", "[", "]", "\"");
            assertThat(bare.chars().filter(c -> c == '(').count())
                    .as(expression)
                    .isEqualTo(bare.chars().filter(c -> c == ')').count());
            assertThat(bare).as(expression).containsPattern("[<>=]=? ?[\\d.]+");
        }
    }
}
