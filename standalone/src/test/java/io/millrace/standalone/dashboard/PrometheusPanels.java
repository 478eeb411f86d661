package io.millrace.standalone.dashboard;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** What the dashboards ask Prometheus. Stateless. */
public final class PrometheusPanels {
    private PrometheusPanels() {}

    public static List<String> queries() throws IOException {
        return Panel.all().stream()
                .filter(Panel::asksPrometheus)
                .map(Panel::queries)
                .flatMap(Collection::stream)
                .toList();
    }
}
