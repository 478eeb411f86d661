package io.millrace.client.fault;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import java.nio.file.Path;

/** Owns a broker until its input ends or it is killed; prints its address once. Argument: its directory. */
final class BrokerChildMain {
    private BrokerChildMain() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(Path.of(arguments[0]), 0))) {
            System.out.println(kafka.bootstrapServers());
            int ignored = System.in.read();
        }
    }
}
