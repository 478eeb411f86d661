package io.millrace.schemas.service;

import io.millrace.schemas.service.Health.Part;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Health as metrics, for rules. */
record HealthMetrics(String service, Health health, BooleanSupplier draining) implements MetricSource {
    @Override
    public void write(PrometheusText page) {
        Map<String, String> labels = Map.of("service", service);
        boolean ends = draining.getAsBoolean();
        page.metric("millrace_live", MetricType.GAUGE, "1 unless only a restart helps.")
                .sample("millrace_live", labels, health.isLive() ? 1 : 0);
        boolean ready = !ends && health.parts().stream().allMatch(Part::ready);
        page.metric("millrace_ready", MetricType.GAUGE, "1 while the service can do its work.")
                .sample("millrace_ready", labels, ready ? 1 : 0);
        page.metric("millrace_part_ready", MetricType.GAUGE, "1 while a part is well that the service needs.");
        health.parts()
                .forEach(part -> page.sample(
                        "millrace_part_ready", Map.of("service", service, "part", part.name()), part.ready() ? 1 : 0));
    }
}
