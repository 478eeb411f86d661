package io.millrace.embedded.registry;

import io.millrace.embedded.FreePort;

/**
 * Which broker keeps the journal, and where the registry listens.
 *
 * @param bootstrapServers of a broker; the topic {@code _schemas} is created there if absent
 * @param host the address that is bound; nothing there asks who is asking
 * @param port 0 takes a free one
 */
public record RegistryOptions(String bootstrapServers, String host, int port) {
    /** On 127.0.0.1. */
    public RegistryOptions(String bootstrapServers, int port) {
        this(bootstrapServers, FreePort.HOST, port);
    }
}
