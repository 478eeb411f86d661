package io.millrace.streams.topology;

import org.jspecify.annotations.Nullable;

/** Kafka Streams calls init before anything else; this says so to the compiler. */
final class Initialized {
    private Initialized() {}

    static <T> T of(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("processor: not initialized (expected: init before process)");
        }
        return value;
    }
}
