package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.List;

/** Owns a broker until it is killed; prints {@code acknowledged} once one record is. */
final class KafkaOwnerMain {
    static final String TOPIC = "kept";
    static final String VALUE = "acknowledged before the kill";

    private KafkaOwnerMain() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(Path.of(arguments[0]), 0))) {
            KafkaProbe.createTopic(kafka.bootstrapServers(), TOPIC);
            KafkaProbe.send(kafka.bootstrapServers(), TOPIC, List.of(VALUE));
            System.out.println("acknowledged");
            System.in.read();
        }
    }
}
