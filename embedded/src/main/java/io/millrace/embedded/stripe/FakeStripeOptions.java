package io.millrace.embedded.stripe;

import io.millrace.embedded.FreePort;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the stand-in keeps its state and where it listens.
 *
 * @param directory created if absent; one stand-in at a time may use it
 * @param host the address that is bound; any test key is good there
 * @param port 0 takes a free one
 * @param seed of the ids in a new directory: the same requests get the same ids; null: ids that no other directory has
 */
public record FakeStripeOptions(
        Path directory, String host, int port, @Nullable Long seed) {
    /** On 127.0.0.1. */
    public FakeStripeOptions(Path directory, int port) {
        this(directory, port, null);
    }

    /** On 127.0.0.1. */
    public FakeStripeOptions(Path directory, int port, @Nullable Long seed) {
        this(directory, FreePort.HOST, port, seed);
    }
}
