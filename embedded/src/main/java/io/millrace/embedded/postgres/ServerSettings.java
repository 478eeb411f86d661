package io.millrace.embedded.postgres;

import java.util.Map;

/** Settings for a metering load on a small machine; money is in it, so nothing that is committed may be lost. */
final class ServerSettings {
    private ServerSettings() {}

    /** None of the values may hold a space: they travel on a command line. */
    static Map<String, String> all() {
        return Map.ofEntries(
                // The library starts the server with -F (no fsync); this comes later on the command line and wins.
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("wal_compression", "on"),
                Map.entry("max_wal_size", "1GB"),
                Map.entry("checkpoint_timeout", "5min"),
                Map.entry("shared_buffers", "256MB"),
                Map.entry("max_connections", "50"),
                Map.entry("random_page_cost", "1.1"),
                Map.entry("jit", "off"),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("log_checkpoints", "off"));
    }
}
