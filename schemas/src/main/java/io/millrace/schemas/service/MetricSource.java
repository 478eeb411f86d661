package io.millrace.schemas.service;

/** Part of a page of metrics. Thread-safe. */
@FunctionalInterface
public interface MetricSource {
    void write(PrometheusText page);
}
