package io.millrace.schemas.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.service.Health.Part;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health and metrics, the same for every service; what else is asked goes on to the service's own routes. Thread-safe. */
public final class MonitorRoutes implements Function<Request, Answer> {
    /** Of a service that has none of its own. */
    public static final Function<Request, Answer> NO_OTHERS = request ->
            Answer.error(Answer.NOT_FOUND, "PATH", "path: unknown (expected: /health/live, /health/ready or /metrics)");

    private static final Logger LOG = LoggerFactory.getLogger(MonitorRoutes.class);

    private final Health health;
    private final List<MetricSource> metrics;
    private final BooleanSupplier draining;
    private final Function<Request, Answer> others;

    /** @param draining whether the service was told to end: it is not ready then, whatever its parts say */
    public MonitorRoutes(
            Health health, List<MetricSource> metrics, BooleanSupplier draining, Function<Request, Answer> others) {
        this.health = health;
        this.metrics = List.copyOf(metrics);
        this.draining = draining;
        this.others = others;
    }

    @Override
    public Answer apply(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.error(Answer.METHOD_NOT_ALLOWED, "METHOD", "method: not GET (expected: GET or HEAD)");
        }
        return switch (String.join("/", request.segments())) {
            case "health/live" -> live();
            case "health/ready" -> ready();
            case "metrics" -> Answer.text(Answer.OK, page());
            default -> others.apply(request);
        };
    }

    private Answer live() {
        return answer(health.isLive(), JsonNodeFactory.instance.objectNode().put("state", health.state()));
    }

    private Answer ready() {
        boolean ends = draining.getAsBoolean();
        List<Part> parts = health.parts();
        boolean ready = !ends && parts.stream().allMatch(Part::ready);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("state", ends ? "DRAINING" : health.state())
                .put("ready", ready);
        ArrayNode list = body.putArray("parts");
        parts.forEach(part -> list.addObject()
                .put("name", part.name())
                .put("ready", part.ready())
                .put("detail", part.detail()));
        return answer(ready, body);
    }

    private static Answer answer(boolean good, ObjectNode body) {
        return Answer.json(good ? Answer.OK : Answer.UNAVAILABLE, body);
    }

    /** Without the parts that failed: one broken figure shall not hide the others. */
    private String page() {
        StringBuilder page = new StringBuilder();
        for (MetricSource source : metrics) {
            PrometheusText text = new PrometheusText();
            try {
                source.write(text);
                page.append(text);
            } catch (RuntimeException e) {
                LOG.warn("metrics: a part failed (expected: written)", e);
            }
        }
        return page.toString();
    }
}
