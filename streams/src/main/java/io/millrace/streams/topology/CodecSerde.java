package io.millrace.streams.topology;

import io.millrace.streams.state.StateCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A state codec as Kafka wants it. */
final class CodecSerde {
    private CodecSerde() {}

    // Kafka's contract: null in, null out.
    @SuppressWarnings("NullAway")
    static <T> Serde<T> of(StateCodec<T> codec) {
        return Serdes.serdeFrom(
                (topic, state) -> state == null ? null : codec.write(state),
                (topic, bytes) -> bytes == null ? null : codec.read(bytes));
    }
}
