package io.millrace.embedded.postgres;

import io.millrace.embedded.Directories;
import io.millrace.embedded.DirectoryException;
import io.millrace.embedded.EmbeddedException;
import io.millrace.embedded.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PostgreSQL 17 as a child of this JVM, on loopback, without a password, with data that survives restarts and kill -9
 * of the JVM: a postmaster left over on the same directory is stopped first. The first start takes about 3 s, later
 * ones one. Works as root too. Thread-safe.
 *
 * <p>Nothing is stopped at the exit of the JVM: whoever starts it closes it.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Path dataDirectory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(EmbeddedPostgres server, Path dataDirectory) {
        this.server = server;
        this.dataDirectory = dataDirectory;
    }

    /**
     * Starts the server; when this returns, it takes connections.
     *
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     * @throws DirectoryException when the directory cannot be used
     */
    public static EmbeddedPostgresServer start(PostgresOptions options) {
        Path directory = Directories.prepare("postgres", options.directory());
        Path data = directory.resolve("data");
        OrphanPostmaster.stop(data);
        int port = FreePort.choose("postgres", options.port());
        try {
            Path complete = directory.resolve("data.complete");
            if (!Files.exists(complete)) {
                Directories.delete(data); // an initdb that did not end; nobody was ever connected to it
            }
            BundledBinaries binaries = new BundledBinaries(directory.resolve("binaries"));
            binaries.discardIncomplete();
            EmbeddedPostgres server =
                    builder(binaries, log(directory), data, port).start();
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            return new EmbeddedPostgresServer(server, data);
        } catch (IOException | IllegalStateException failed) {
            OrphanPostmaster.stop(data);
            throw new EmbeddedException(
                    "postgres start: failed (expected: a server that starts; its log is " + log(directory) + ")",
                    failed);
        }
    }

    /**
     * The process of the server that runs on the directory of {@link PostgresOptions}, whoever started it: it is no child of that
     * JVM, so that who kills or stops the JVM must see to it as well. Empty where none runs, or none that is far enough to say so.
     */
    public static Optional<ProcessHandle> postmaster(Path directory) {
        try {
            return OrphanPostmaster.find(directory.toRealPath().resolve("data"));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("server.log");
    }

    private static EmbeddedPostgres.Builder builder(BundledBinaries binaries, Path logFile, Path data, int port) {
        Redirect log = Redirect.appendTo(logFile.toFile());
        var builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(binaries.unpackedBelow().toFile())
                .setPgBinaryResolver(binaries)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_MAX)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setLocaleConfig("locale", "C");
        ServerSettings.all().forEach(builder::setServerConfig);
        return builder;
    }

    /** The URL of the database {@code postgres}, the user in it; there is no password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + FreePort.HOST + ":" + server.getPort() + "/postgres?user=" + USER;
    }

    /** The superuser, the only user there is at first. */
    public String user() {
        return USER;
    }

    /** Ends all sessions and stops the server (fast shutdown). A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            OrphanPostmaster.stop(dataDirectory); // the library only logs a stop that failed
        }
    }
}
