package io.millrace.alerts.example;

import io.millrace.avro.BudgetAlert;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

@SuppressWarnings("SystemOut")
public final class AlertConsumer {
    public static void main(String[] arguments) {
        Set<String> seen = new HashSet<>(); // yours: a unique key in your database
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("schema.registry.url", arguments[1]);
        settings.put("group.id", "my-alerts");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("specific.avro.reader", "true");
        settings.put("key.deserializer", StringDeserializer.class.getName());
        settings.put("value.deserializer", MillraceAvroDeserializer.class.getName());
        try (KafkaConsumer<String, BudgetAlert> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of("millrace.alerts"));
            while (!Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    BudgetAlert alert = record.value();
                    if (seen.add(alert.getAlertId())) {
                        System.out.println(record.key() + ": " + alert.getPolicyId() + " " + alert.getUsed());
                    }
                }
            }
        }
    }
}
