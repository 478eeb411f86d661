package io.millrace.sinks.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of PostgreSQL that this machine offers, by name: always the embedded one, TimescaleDB where docker has its image. */
public final class Platforms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Platforms.class);

    private final Map<String, TestingDatabases> servers = new LinkedHashMap<>();

    public Platforms(Path directory) {
        servers.put("plain", TestingDatabases.embedded(directory));
        TestingDatabases.timescale()
                .ifPresentOrElse(
                        databases -> servers.put("timescale", databases),
                        () -> LOG.warn("TimescaleDB: not tested (expected: docker, and its image)"));
    }

    /** A migrated database of each kind. */
    public List<Platform> migrated() throws SQLException {
        List<Platform> migrated = new ArrayList<>();
        for (var server : servers.entrySet()) {
            migrated.add(new Platform(server.getKey(), server.getValue().migrated()));
        }
        return migrated;
    }

    /** A database of each kind that belongs to this user, migrated by it. */
    public List<Platform> migratedBy(String owner) throws SQLException {
        List<Platform> migrated = new ArrayList<>();
        for (var server : servers.entrySet()) {
            migrated.add(new Platform(server.getKey(), server.getValue().migratedBy(owner)));
        }
        return migrated;
    }

    @Override
    public void close() {
        servers.values().forEach(TestingDatabases::close);
    }
}
