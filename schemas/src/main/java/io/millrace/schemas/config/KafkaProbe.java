package io.millrace.schemas.config;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * Asks a broker for nothing but its name, so that who is not let in hears it at the start, in one line: Kafka's own clients try
 * again, and log, without an end. Stateless.
 */
public final class KafkaProbe {
    /** How long a broker may take to answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int REQUEST_MILLIS_MAX = 5_000;

    private KafkaProbe() {}

    /**
     * Returns when a broker has answered; waits {@link #PATIENCE} for it.
     *
     * @throws MillraceException of kind USER when it refuses the credentials, or is not believed; of kind EXTERNAL when there is
     *     no answer, such as to a client that speaks another security protocol
     */
    public static void require(KafkaAccess access) {
        require(access, PATIENCE);
    }

    /**
     * The same with another patience, down to milliseconds.
     *
     * @throws MillraceException as {@link #require(KafkaAccess)}
     */
    public static void require(KafkaAccess access, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties = access.properties();
        properties.put("default.api.timeout.ms", millis);
        properties.put("request.timeout.ms", Math.min(millis, REQUEST_MILLIS_MAX));
        try (Admin admin = Admin.create(properties)) {
            admin.describeCluster().clusterId().get();
        } catch (KafkaException e) {
            // Before any connection: addresses or files that no client can be made from.
            throw refused(access, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AuthenticationException
                    ? refused(access, e.getCause())
                    : silent(access, patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorKind.EXTERNAL, "KAFKA_ACCESS", "kafka: interrupted", e);
        }
    }

    private static MillraceException refused(KafkaAccess access, Throwable cause) {
        return new MillraceException(
                ErrorKind.USER,
                "KAFKA_ACCESS",
                name(access) + ": " + root(cause) + " (expected: to be let in, by a broker that is believed)",
                cause);
    }

    private static MillraceException silent(KafkaAccess access, Duration patience, Exception cause) {
        return new MillraceException(
                ErrorKind.EXTERNAL,
                "KAFKA_ACCESS",
                name(access) + ": no answer for " + patience.toSeconds() + " s (expected: a broker that speaks "
                        + access.protocol() + " there)",
                cause);
    }

    private static String name(KafkaAccess access) {
        String user = access.username() == null ? "" : " as " + access.username();
        return "kafka at " + access.bootstrapServers() + user;
    }

    /** What was wrong in the end, in its own words, on one line. */
    private static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
    }
}
