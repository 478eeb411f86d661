package io.millrace.alerts;

import io.millrace.alerts.delivery.RetryRule;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How alerts and notices are brought to people. Immutable.
 *
 * @param kafka how Kafka is reached
 * @param registry how the schema registry is reached
 * @param group consumer groups are named {@code <group>-<destination>}
 * @param destinations at least one, each name once
 * @param retry when messages are tried again, and given up
 */
public record AlertsSettings(
        KafkaAccess kafka, RegistryAccess registry, String group, List<Destination> destinations, RetryRule retry) {
    private static final String GROUP = "millrace-alerts";

    public AlertsSettings {
        destinations = List.copyOf(destinations);
        long names = destinations.stream().map(Destination::name).distinct().count();
        if (destinations.isEmpty() || names < destinations.size()) {
            throw Expected.illegal("destinations", names, "at least one, each name once");
        }
    }

    /**
     * Reads what {@code docs/alerts.md} lists, and finishes the reader.
     *
     * @throws io.millrace.schemas.error.MillraceException with every problem found
     */
    public static AlertsSettings read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        RegistryAccess registry = RegistryAccess.read(reader, "schema.registry.");
        String group = reader.text("group.id", GROUP);
        RetryRule retry = retry(reader);
        List<Destination> destinations = new ArrayList<>();
        for (String name : DestinationReader.names(reader)) {
            destinations.add(new DestinationReader(reader, name).read());
        }
        reader.finish();
        return new AlertsSettings(kafka, registry, group, destinations, retry);
    }

    private static RetryRule retry(ConfigReader reader) {
        RetryRule usual = RetryRule.DEFAULT;
        int first = reader.integer("retry.first.ms", (int) usual.first().toMillis(), 10, 600_000);
        int max = reader.integer("retry.max.ms", (int) usual.max().toMillis(), 10, 3_600_000);
        int attempts = reader.integer("retry.attempts", usual.attempts(), 1, 1_000);
        int hours = reader.integer("retry.hours", (int) usual.patience().toHours(), 0, 720);
        int refusals = reader.integer("retry.refusals", usual.refusals(), 1, 100);
        if (max < first) {
            reader.problem(Expected.message("retry.max.ms", max, "at least retry.first.ms " + first));
            return usual;
        }
        return new RetryRule(
                Duration.ofMillis(first), Duration.ofMillis(max), attempts, Duration.ofHours(hours), refusals);
    }
}
