package io.millrace.standalone.stack;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * A Millrace that runs elsewhere, as a file of variables describes it: compose.env, or one like it.
 *
 * @param metering base URL of the metering's health; empty where it is not known
 * @param secrets directory with the passwords
 */
public record Connection(Endpoints endpoints, String metering, Path secrets) {
    private static final String PREFIX = "MILLRACE_";
    private static final String SECRETS = "secrets.directory";

    /**
     * Reads what {@link KafkaAccess} (MILLRACE_KAFKA_BOOTSTRAP_SERVERS …) and {@link RegistryAccess}
     * (MILLRACE_SCHEMA_REGISTRY_URL …) have, MILLRACE_JDBC_URL, MILLRACE_STRIPE_URL, MILLRACE_SECRETS_DIRECTORY (relative to
     * the file) and, where it is known, MILLRACE_METERING_URL. {@code $SECRETS} in a value is that directory.
     *
     * @throws MillraceException with every problem found
     */
    public static Connection read(Path file) {
        Map<String, String> values = values(file);
        Path secrets = file.toAbsolutePath().resolveSibling(values.getOrDefault(SECRETS, "."));
        values.replaceAll((key, value) -> value.replace("$SECRETS", secrets.toString()));
        ConfigReader reader = new ConfigReader(values);
        KafkaAccess kafka = KafkaAccess.read(reader, "kafka.");
        RegistryAccess registry = RegistryAccess.read(reader, "schema.registry.");
        String jdbcUrl = reader.text("jdbc.url", null);
        String stripe = reader.text("stripe.url", null);
        String metering = reader.text("metering.url", "");
        reader.text(SECRETS, null);
        reader.finish();
        return new Connection(
                new Endpoints(kafka, registry, jdbcUrl, stripe, Credentials.in(secrets)), metering, secrets);
    }

    private static Map<String, String> values(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw MillraceException.user("CONNECT", "--connect", file, "a file that can be read");
        }
        Map<String, String> values = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            values.put(bare.toLowerCase(Locale.ROOT).replace('_', '.'), properties.getProperty(name));
        }
        return values;
    }
}
