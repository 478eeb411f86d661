package io.millrace.embedded.registry;

/**
 * Which broker keeps the journal, and where the registry listens.
 *
 * @param bootstrapServers of a broker; the topic {@code _schemas} is created there if absent
 * @param port on 127.0.0.1; 0 takes a free one
 */
public record RegistryOptions(String bootstrapServers, int port) {}
