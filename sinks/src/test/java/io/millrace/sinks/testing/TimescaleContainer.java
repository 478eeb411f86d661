package io.millrace.sinks.testing;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** TimescaleDB in a container, by the docker command. Its port is a free one of loopback, and nobody needs a password. */
public final class TimescaleContainer implements TestingDatabases.Server {
    private static final String USER = "postgres";
    private static final String IMAGE = "timescale/timescaledb:2.19.3-pg17";
    private static final String LIFE_SECONDS_MAX = "1800";
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final String name;
    private final String jdbcUrl;

    private TimescaleContainer(String name, String address) {
        this.name = name;
        jdbcUrl = "jdbc:postgresql://" + address + "/postgres";
    }

    /** Empty where docker does not answer or does not have the image. */
    public static Optional<TimescaleContainer> start() {
        if (!Docker.has(IMAGE)) {
            return Optional.empty();
        }
        String name = "millrace-test-" + UUID.randomUUID();
        Docker.command(
                "run",
                "-d",
                "--rm",
                "--name",
                name,
                "-e",
                "POSTGRES_HOST_AUTH_METHOD=trust",
                "-p",
                "127.0.0.1::5432",
                // Ends by itself when the test run was killed and cannot end it.
                "--entrypoint",
                "timeout",
                IMAGE,
                LIFE_SECONDS_MAX,
                "docker-entrypoint.sh",
                "postgres");
        // Fails here when it did not start.
        String address = Docker.command("port", name, "5432/tcp").orElseThrow().trim();
        TimescaleContainer container = new TimescaleContainer(name, address);
        Awaitility.await().atMost(START_MAX).until(container::answers);
        return Optional.of(container);
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        Docker.command("rm", "-f", "-v", name);
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(jdbcUrl, USER, "")) {
            return connection.isValid(1);
        } catch (SQLException starting) {
            return false;
        }
    }
}
