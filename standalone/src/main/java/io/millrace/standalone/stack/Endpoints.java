package io.millrace.standalone.stack;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where to connect.
 *
 * @param kafkaAccess how Kafka is reached
 * @param registryAccess how the schema registry is reached
 * @param jdbcUrl PostgreSQL, with the database in it, without a user: each {@link Login} has its own rights
 * @param stripe base URL of the Stripe API, or of the stand-in for it
 * @param credentials not among what is written down
 */
public record Endpoints(
        KafkaAccess kafkaAccess,
        RegistryAccess registryAccess,
        String jdbcUrl,
        String stripe,
        Credentials credentials) {

    /** Of the embedded servers, which ask for no password. */
    public Endpoints(String kafka, String registry, String jdbcUrl, String stripe) {
        this(KafkaAccess.plaintext(kafka), RegistryAccess.at(registry), jdbcUrl, stripe, Credentials.NONE);
    }

    /** Of a service that uses Kafka and the registry alone. */
    public static Endpoints of(KafkaAccess kafka, RegistryAccess registry) {
        return new Endpoints(kafka, registry, "", "", Credentials.NONE);
    }

    /** Bootstrap servers. */
    public String kafka() {
        return kafkaAccess.bootstrapServers();
    }

    /** Base URL of the schema registry. */
    public String registry() {
        return registryAccess.url();
    }

    /** The URL for a client that takes a user from it, without a password. */
    public String jdbcUrl(Login login) {
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "user=" + login.role();
    }

    /** What the login says to enter the database. */
    public Secret password(Login login) {
        return credentials.password(login);
    }

    void write(Path file) {
        Properties properties = new Properties();
        properties.setProperty("kafka", kafka());
        properties.setProperty("registry", registry());
        properties.setProperty("jdbc-url", jdbcUrl);
        properties.setProperty("stripe", stripe);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "where the millrace that holds this directory listens");
        } catch (IOException e) {
            throw new MillraceException(ErrorKind.RESOURCE, "ENDPOINTS", file + ": not written", e);
        }
    }

    static Endpoints read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw MillraceException.user(
                    "ENDPOINTS", "endpoints", file, "written by a millrace that has finished starting");
        }
        return new Endpoints(
                properties.getProperty("kafka", ""),
                properties.getProperty("registry", ""),
                properties.getProperty("jdbc-url", ""),
                properties.getProperty("stripe", ""));
    }
}
