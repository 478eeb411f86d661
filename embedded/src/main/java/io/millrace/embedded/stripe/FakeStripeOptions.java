package io.millrace.embedded.stripe;

import java.nio.file.Path;

/**
 * Where the stand-in keeps its state and where it listens.
 *
 * @param directory created if absent; one stand-in at a time may use it
 * @param port on 127.0.0.1; 0 takes a free one
 */
public record FakeStripeOptions(Path directory, int port) {}
