package io.millrace.embedded.kafka;

import io.millrace.embedded.Directories;
import io.millrace.embedded.DirectoryException;
import io.millrace.embedded.DirectoryLock;
import io.millrace.embedded.EmbeddedException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and controller in this JVM, on loopback, with a directory that survives restarts and kill -9. Topics
 * are not created on their own. With {@link BrokerSecurity} it lets in whom it knows and refuses what no ACL allows; without,
 * anyone on the machine may do everything. A start takes 2 to 3 s, after kill -9 about 11 s. Thread-safe.
 *
 * <p>A fatal fault of the broker throws in its own thread in place of ending the process (process-wide, see
 * {@code org.apache.kafka.common.utils.Exit}). Nothing is stopped at the exit of the JVM: whoever starts it closes it.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaRaftServer server;
    private final BrokerPorts ports;
    private final @Nullable BrokerSecurity security;
    private final DirectoryLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(
            KafkaRaftServer server, BrokerPorts ports, @Nullable BrokerSecurity security, DirectoryLock lock) {
        this.server = server;
        this.ports = ports;
        this.security = security;
        this.lock = lock;
    }

    /**
     * Starts the broker; when this returns, it takes requests.
     *
     * @throws io.millrace.embedded.PortTakenException when the port is not free
     * @throws DirectoryException when the directory cannot be used
     */
    public static EmbeddedKafka start(KafkaOptions options) {
        return start(options, BrokerExit::replaceByException);
    }

    /**
     * The same for a JVM that is there for the broker alone: a fatal fault, such as a full disk, ends it with an exit code above 0,
     * also while the broker starts, which could else wait a minute for a part of it that is gone.
     */
    public static EmbeddedKafka startAlone(KafkaOptions options) {
        return start(options, BrokerExit::endProcess);
    }

    private static EmbeddedKafka start(KafkaOptions options, Runnable setExit) {
        BrokerPorts ports = BrokerPorts.choose(options.port());
        Path directory = Directories.prepare("kafka", options.directory());
        setExit.run();
        // Kafka's own lock comes after its controller has written to the metadata log: too late for a broker that runs
        // there.
        DirectoryLock lock = DirectoryLock.take("kafka", directory);
        try {
            return start(options, directory, ports, lock);
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static EmbeddedKafka start(KafkaOptions options, Path directory, BrokerPorts ports, DirectoryLock lock) {
        BrokerSecurity security = options.security();
        boolean restarted = BrokerStorage.formatIfNew(directory, security);
        var config = KafkaConfig.fromProps(BrokerSettings.of(directory, ports, security, options.doors()), false);
        EmbeddedKafka kafka = new EmbeddedKafka(startServer(config, directory), ports, security, lock);
        if (restarted) {
            kafka.settleTransactions();
        }
        return kafka;
    }

    private void settleTransactions() {
        try {
            OpenTransactions.settle(ownAddress(), security);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static KafkaRaftServer startServer(KafkaConfig config, Path directory) {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException failed) { // Kafka throws its own and others; all of them mean: not started
            if (server != null) {
                server.shutdown();
            }
            throw notStarted(directory, failed);
        }
    }

    private static EmbeddedException notStarted(Path directory, RuntimeException failed) {
        String reason = String.valueOf(failed.getMessage());
        if (failed instanceof KafkaException && reason.contains(".lock")) {
            return new DirectoryException("kafka", directory, "a directory no other broker uses", failed);
        }
        if (reason.contains("meta.properties")) {
            return new DirectoryException("kafka", directory, "an empty directory or one of an earlier broker", failed);
        }
        return new EmbeddedException("kafka start: " + reason + " (expected: a broker that starts)", failed);
    }

    /** {@code 127.0.0.1:port}, the value of {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return BrokerPorts.address(ports.clients());
    }

    /** The same for clients that show a certificate; nothing listens there without security. */
    public String certificateServers() {
        return BrokerPorts.address(ports.certificates());
    }

    private String ownAddress() {
        return security == null ? bootstrapServers() : certificateServers();
    }

    /** Stops the broker cleanly, within a second on a quiet machine. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            lock.close();
        }
    }
}
