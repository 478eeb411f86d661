package io.millrace.streams.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.service.PrometheusText;
import io.millrace.streams.topology.StreamsCounters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void pageHasEverySampleWithItsTypeAndHelp() {
        PrometheusText text = new PrometheusText();
        MetricsPage.write(
                text,
                new StreamsCounters(),
                new MetricsPage.Readings(
                        "RUNNING",
                        2,
                        0,
                        List.of(new MetricsPage.Lag("millrace.usage", 1, 42)),
                        Map.of("seen", 7L, "scopes", 3L),
                        Map.of("seen", 4_096L)));
        String page = text.toString();
        assertThat(page)
                .contains(
                        "# TYPE millrace_streams_records_read_total counter\nmillrace_streams_records_read_total 0\n",
                        "millrace_streams_rejected_total{reason=\"FAULT\"} 0\n",
                        "millrace_streams_state{state=\"RUNNING\"} 1\n",
                        "millrace_streams_consumer_lag_records{partition=\"1\",topic=\"millrace.usage\"} 42\n",
                        "millrace_streams_store_entries{store=\"scopes\"} 3\n",
                        "millrace_streams_store_bytes{store=\"seen\"} 4096\n",
                        "millrace_streams_decision_latency_seconds_bucket{le=\"0.015\"} 0\n",
                        "millrace_streams_decision_latency_seconds_bucket{le=\"+Inf\"} 0\n",
                        "millrace_streams_decision_latency_seconds_count 0\n");
        assertThat(page.lines().filter(line -> line.startsWith("# TYPE")).distinct())
                .hasSameSizeAs(
                        page.lines().filter(line -> line.startsWith("# HELP")).toList());
    }

    @Test
    void labelsAreEscaped() {
        String page =
                new PrometheusText().sample("m", Map.of("l", "a\"b\\c\nd"), 1).toString();
        assertThat(page).isEqualTo("m{l=\"a\\\"b\\\\c\\nd\"} 1\n");
    }
}
