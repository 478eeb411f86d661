package io.millrace.embedded.registry;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.registry.core.Registry;

/**
 * A schema registry in this JVM, on loopback, with Confluent's REST interface for Avro; subjects, ids, levels and modes
 * are kept in the topic {@code _schemas}, in Confluent's form. No references, metadata, rules, contexts, or second
 * instance: requests for them are refused by name, rows with them are skipped with a warning. Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private final SchemaJournal journal;
    private final LoopbackServer server;

    private EmbeddedRegistry(SchemaJournal journal, LoopbackServer server) {
        this.journal = journal;
        this.server = server;
    }

    /**
     * Reads the journal and starts to listen.
     *
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     */
    public static EmbeddedRegistry start(RegistryOptions options) {
        return start(options, RegistryGuard.none());
    }

    /** The same, behind a guard. */
    public static EmbeddedRegistry start(RegistryOptions options, RegistryGuard guard) {
        SchemaJournal journal = SchemaJournal.open(guard.client(options.bootstrapServers()));
        try {
            Handler routes = guard.before(new RegistryRoutes(new Registry(journal)));
            return new EmbeddedRegistry(
                    journal, LoopbackServer.start("registry", options.host(), options.port(), guard.tls(), routes));
        } catch (RuntimeException notStarted) {
            journal.close();
            throw notStarted;
        }
    }

    /** {@code http://127.0.0.1:port}, the value of {@code schema.registry.url}. */
    public String url() {
        return server.url();
    }

    /** Stops listening; the broker must still run. A second call does nothing. */
    @Override
    public void close() {
        server.close();
        journal.close();
    }
}
