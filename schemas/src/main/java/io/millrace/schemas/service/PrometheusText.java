package io.millrace.schemas.service;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A page in Prometheus' text format, version 0.0.4. Not thread-safe. */
public final class PrometheusText {
    private final StringBuilder page = new StringBuilder();

    /** Begins a metric; its samples follow. */
    public PrometheusText metric(String name, MetricType type, String help) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(' ').append(lower(type)).append('\n');
        return this;
    }

    public PrometheusText sample(String name, long value) {
        return sample(name, Map.of(), String.valueOf(value));
    }

    public PrometheusText sample(String name, Map<String, String> labels, long value) {
        return sample(name, labels, String.valueOf(value));
    }

    /** @param value a number as Prometheus writes it */
    public PrometheusText sample(String name, Map<String, String> labels, String value) {
        page.append(name).append(labels(labels)).append(' ').append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringJoiner joined = new StringJoiner(",", "{", "}");
        new TreeMap<>(labels).forEach((name, value) -> joined.add(name + "=\"" + escaped(value) + "\""));
        return joined.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String lower(MetricType type) {
        return switch (type) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case HISTOGRAM -> "histogram";
        };
    }
}
