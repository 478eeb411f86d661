package io.millrace.alerts;

import io.millrace.alerts.kafka.AlertDelivery;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Brings alerts and notices to people until it is told to end. */
public final class AlertsMain {
    private AlertsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConfigReader reader = new ConfigReader(Map.of());
        AlertsSettings settings = AlertsSettings.read(reader);
        reader.finish();
        AlertDelivery delivery = AlertDelivery.start(settings, Topics.of(1), new SystemClock());
        Runtime.getRuntime().addShutdownHook(new Thread(delivery::close, "alerts-close"));
        new CountDownLatch(1).await();
    }
}
