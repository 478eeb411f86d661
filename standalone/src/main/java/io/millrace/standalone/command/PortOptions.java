package io.millrace.standalone.command;

import io.millrace.standalone.stack.Ports;
import picocli.CommandLine.Option;

/** The ports the servers listen on, on loopback. */
final class PortOptions {
    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka's port (default: a free one)")
    private int kafka;

    @Option(names = "--registry-port", paramLabel = "PORT", description = "the schema registry's port")
    private int registry;

    @Option(names = "--database-port", paramLabel = "PORT", description = "PostgreSQL's port")
    private int database;

    @Option(names = "--stripe-port", paramLabel = "PORT", description = "the port of the stand-in for Stripe")
    private int stripe;

    Ports ports() {
        return new Ports(kafka, registry, database, stripe);
    }
}
