package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the broker keeps its data and where it listens.
 *
 * @param directory created if absent; one broker at a time may use it
 * @param port of the clients' listener on 127.0.0.1; 0 takes a free one, and may differ from run to run
 * @param doors more listeners for clients
 */
public record KafkaOptions(Path directory, int port, List<ClientDoor> doors) {
    public KafkaOptions {
        doors = List.copyOf(doors);
    }

    /** With one listener. */
    public KafkaOptions(Path directory, int port) {
        this(directory, port, List.of());
    }
}
