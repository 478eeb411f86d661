package io.millrace.streams;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import java.nio.file.Path;

/** Owns a broker until its input ends or it is killed; prints its address once. Arguments: its directory, its port. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws Exception {
        KafkaOptions options = new KafkaOptions(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            System.out.println(kafka.bootstrapServers());
            int ignored = System.in.read();
        }
    }
}
