package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker keeps its data and where it listens.
 *
 * @param directory created if absent; one broker at a time may use it
 * @param port of the clients' listener on 127.0.0.1; 0 takes a free one, and may differ from run to run
 * @param security null: anyone on the machine may do everything
 * @param doors more listeners for clients, of a broker without security
 */
public record KafkaOptions(
        Path directory, int port, @Nullable BrokerSecurity security, List<ClientDoor> doors) {
    public KafkaOptions {
        doors = List.copyOf(doors);
        if (security != null && !doors.isEmpty()) {
            throw new IllegalArgumentException("doors: " + doors + " (expected: none beside security)");
        }
    }

    /** Without security. */
    public KafkaOptions(Path directory, int port) {
        this(directory, port, null, List.of());
    }

    public KafkaOptions(Path directory, int port, BrokerSecurity security) {
        this(directory, port, security, List.of());
    }

    /** Without security, with more listeners. */
    public KafkaOptions(Path directory, int port, List<ClientDoor> doors) {
        this(directory, port, null, doors);
    }
}
