package io.millrace.sinks.testing;

import io.millrace.sinks.database.Database;

/** A database, and what kind of server it is in: "plain" or "timescale". */
public record Platform(String name, Database database) {
    @Override
    public String toString() {
        return name;
    }
}
