package io.millrace.embedded.kafka;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker keeps its data and where it listens.
 *
 * @param directory created if absent; one broker at a time may use it
 * @param port of the clients' listener on 127.0.0.1; 0 takes a free one, and may differ from run to run
 * @param security null: anyone on the machine may do everything
 */
public record KafkaOptions(
        Path directory, int port, @Nullable BrokerSecurity security) {
    /** Without security. */
    public KafkaOptions(Path directory, int port) {
        this(directory, port, null);
    }
}
