package io.millrace.alerts;

import io.millrace.alerts.kafka.AlertDelivery;
import io.millrace.alerts.kafka.DeliveryTotals;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Alerts as a process of their own, with a door for people and monitors. Thread-safe. */
final class AlertsService implements Running, Health {
    private static final String PREFIX = "millrace_alerts_";
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);
    /** What is left of the way out for commits and the door. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private final AlertDelivery delivery;
    private final Monitor monitor;
    private final Probe kafka;

    private AlertsService(AlertDelivery delivery, Monitor monitor, Probe kafka) {
        this.delivery = delivery;
        this.monitor = monitor;
        this.kafka = kafka;
    }

    /** Takes the port first, so that one that is taken stops the start. */
    static AlertsService start(AlertsSettings settings, ServiceSettings service, Clock clock) {
        Monitor monitor = Monitor.bind("alerts", service.http());
        try {
            CertificateMetrics certificates = CertificateMetrics.of(
                    "alerts",
                    clock,
                    settings.kafka().keystore(),
                    settings.registry().keystore());
            AlertDelivery delivery = AlertDelivery.start(settings, service.topics(), closeMax(service), clock);
            Probe kafka = new Probe("kafka", () -> KafkaProbe.require(settings.kafka(), KAFKA_PATIENCE), clock);
            AlertsService started = new AlertsService(delivery, monitor, kafka);
            monitor.open(started, List.of(started::write, certificates));
            return started;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    private static Duration closeMax(ServiceSettings service) {
        Duration left = service.drainTimeout().minus(RESERVE);
        return left.compareTo(RESERVE) < 0 ? service.drainTimeout().dividedBy(2) : left;
    }

    @Override
    public boolean isLive() {
        return delivery.isAlive();
    }

    @Override
    public String state() {
        return isLive() ? "RUNNING" : "ENDED";
    }

    /** Kafka and the registry; a receiver that is away is its own matter, and in the metrics. */
    @Override
    public List<Part> parts() {
        List<String> failures = delivery.failures();
        Part reading =
                failures.isEmpty() ? Part.ready("messages") : Part.waiting("messages", String.join("; ", failures));
        return List.of(kafka.part(), reading);
    }

    private void write(PrometheusText page) {
        counter(page, "delivered_total", "Messages that a destination took.", DeliveryTotals::delivered);
        counter(page, "retries_total", "Tries that are repeated.", DeliveryTotals::retried);
        counter(
                page,
                "undelivered_total",
                "Messages given up, kept in millrace.undelivered.",
                DeliveryTotals::undelivered);
        counter(page, "passed_over_total", "Messages that a destination did not ask for.", DeliveryTotals::passedOver);
        samples(page, MetricType.GAUGE, "waiting", "Messages that wait for their next try.", DeliveryTotals::waiting);
        samples(page, MetricType.GAUGE, "oldest_seconds", "How long the oldest of those waits.", AlertsService::age);
    }

    private static long age(DeliveryTotals totals) {
        return totals.oldestMillis() / MILLIS_PER_SECOND;
    }

    private void counter(PrometheusText page, String name, String help, ToLongFunction<DeliveryTotals> value) {
        samples(page, MetricType.COUNTER, name, help, value);
    }

    private void samples(
            PrometheusText page, MetricType type, String name, String help, ToLongFunction<DeliveryTotals> value) {
        page.metric(PREFIX + name, type, help);
        delivery.totals()
                .forEach(totals -> page.sample(
                        PREFIX + name, Map.of("destination", totals.destination()), value.applyAsLong(totals)));
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("tries", delivery::close),
                new Step("http", monitor::close));
    }
}
