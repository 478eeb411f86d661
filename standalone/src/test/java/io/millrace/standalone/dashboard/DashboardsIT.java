package io.millrace.standalone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardsIT {
    private static final Pattern METRIC = Pattern.compile("millrace_\\w+");

    @TempDir
    static Path directory;

    private static FilledDatabase database;

    @BeforeAll
    static void fill() throws Exception {
        database = FilledDatabase.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @Test
    void everyQueryOfEveryPanelAnswersWithFigures() throws Exception {
        GrafanaMacros macros = macros();
        List<String> faults = new ArrayList<>();
        int asked = 0;
        for (Panel panel : Panel.all()) {
            if (!panel.asksPrometheus()) {
                for (String query : panel.queries()) {
                    asked++;
                    fault(macros.expand(query)).ifPresent(fault -> faults.add(panel + ": " + fault));
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(asked).isGreaterThan(30);
    }

    @Test
    void everyVariableHasChoices() throws Exception {
        for (Path file : Panel.files()) {
            for (JsonNode variable : Panel.dashboard(file).path("templating").path("list")) {
                assertThat(fault(macros().expand(variable.path("query").asText())))
                        .as("%s %s", file, variable.path("name").asText())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyMetricOfAPanelIsOnThePageOfMetrics() throws Exception {
        String page = database.metricsPage();
        List<String> names = Panel.all().stream()
                .filter(Panel::asksPrometheus)
                .map(Panel::queries)
                .flatMap(Collection::stream)
                .flatMap(query -> METRIC.matcher(query).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(names).hasSizeGreaterThan(3).allMatch(name -> has(page, name), "on the page");
    }

    /** A sample; or, for a counter by labels that nothing was counted for yet, its type. */
    private static boolean has(String page, String name) {
        return page.lines()
                .anyMatch(line -> line.startsWith(name + " ")
                        || line.startsWith(name + "{")
                        || line.equals("# TYPE " + name + " counter"));
    }

    /** What the demonstration covers; the workspace is one that was warned. */
    private static GrafanaMacros macros() throws SQLException {
        Instant last = Instant.parse(
                database.text(
                        "select to_char(max(bucket) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from usage_by_minute"));
        String workspace = database.text("select workspace_id from alert_history a where exists"
                + " (select from budget_limit l where l.workspace_id = a.workspace_id) order by 1 limit 1");
        Instant now = Instant.now();
        return new GrafanaMacros(
                last.minus(Duration.ofDays(2)),
                now.isAfter(last) ? now.plus(Duration.ofHours(1)) : last,
                Duration.ofHours(1),
                workspace);
    }

    private static Optional<String> fault(String sql) {
        try {
            List<List<String>> rows = database.query(sql);
            boolean figures = rows.stream().anyMatch(DashboardsIT::hasAFigure);
            return figures ? Optional.empty() : Optional.of("no figure from " + sql);
        } catch (SQLException e) {
            return Optional.of(e.getMessage() + " in " + sql);
        }
    }

    /** Beyond the first column, which is the time or the name, where there are several. */
    private static boolean hasAFigure(List<String> row) {
        return row.subList(Math.min(1, row.size() - 1), row.size()).stream().anyMatch(Objects::nonNull);
    }
}
