package io.millrace.schemas.serde;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's property names, as its client 7.9.2 has them. The properties of a whole Kafka client may be given: those of
 * others are not looked at. Each name but the URL's is also taken with {@code schema.registry.} before it, which wins. An
 * unknown name with that prefix, and a value that would change the meaning of what is written, are refused by name.
 */
public final class SerdeConfig {
    /** One URL, or several separated by commas; required. */
    public static final String REGISTRY_URL = "schema.registry.url";
    /** Whether a new schema is registered on first use; true by default, false in production. */
    public static final String AUTO_REGISTER = "auto.register.schemas";
    /** Whether records are read into generated classes (true) or generic records (false, the default). */
    public static final String SPECIFIC_READER = "specific.avro.reader";
    /** USER_INFO or URL; by default USER_INFO if there is one, else URL. */
    public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    /** {@code user:password}. */
    public static final String USER_INFO = "basic.auth.user.info";
    /** How long one connection may take; 5,000 ms by default. */
    public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    /** From the connection to the end of the answer; 10,000 ms by default. */
    public static final String READ_TIMEOUT = "http.read.timeout.ms";
    /** Rounds over all URLs after the first; 3 by default. */
    public static final String RETRIES = "max.retries";
    /** Before the first retry, then doubled; 1,000 ms by default. */
    public static final String RETRY_WAIT = "retries.wait.ms";
    /** Where doubling ends; 20,000 ms by default. */
    public static final String RETRY_WAIT_MAX = "retries.max.wait.ms";
    /** How long an id is taken as unknown without asking again; 10 s by default, 0 asks for each record. */
    public static final String UNKNOWN_ID_MEMORY = "missing.id.cache.ttl.sec";

    static final String PREFIX = "schema.registry.";
    private static final int DAY_MILLIS = 86_400_000;
    private static final int DAY_SECONDS = 86_400;
    private static final List<String> NAMES = List.of(
            REGISTRY_URL,
            AUTO_REGISTER,
            SPECIFIC_READER,
            CREDENTIALS_SOURCE,
            USER_INFO,
            CONNECT_TIMEOUT,
            READ_TIMEOUT,
            RETRIES,
            RETRY_WAIT,
            RETRY_WAIT_MAX,
            UNKNOWN_ID_MEMORY);

    private SerdeConfig() {}

    /** @throws io.millrace.schemas.error.MillraceException of kind USER with every problem */
    static SerdeSettings read(Map<String, ?> configs) {
        ConfigReader reader = new ConfigReader(ours(configs));
        NotServed.check(configs, reader);
        Secret userInfo = userInfo(reader);
        List<Endpoint> endpoints = endpoints(reader.text(REGISTRY_URL, null), userInfo, reader);
        boolean autoRegister = reader.flag(AUTO_REGISTER, true);
        boolean specificReader = reader.flag(SPECIFIC_READER, false);
        Duration connect = millis(reader, CONNECT_TIMEOUT, RegistrySettings.CONNECT_TIMEOUT_MILLIS, 1);
        Duration read = millis(reader, READ_TIMEOUT, RegistrySettings.READ_TIMEOUT_MILLIS, 1);
        RetryRule retries = new RetryRule(
                reader.integer(RETRIES, RegistrySettings.RETRIES, 0, 100),
                millis(reader, RETRY_WAIT, RegistrySettings.FIRST_WAIT_MILLIS, 0),
                millis(reader, RETRY_WAIT_MAX, RegistrySettings.LONGEST_WAIT_MILLIS, 0));
        Duration memory = Duration.ofSeconds(
                reader.integer(UNKNOWN_ID_MEMORY, RegistrySettings.UNKNOWN_ID_MEMORY_SECONDS, 0, DAY_SECONDS));
        Tls tls = Tls.read(reader, endpoints.stream().anyMatch(Endpoint::secure));
        reader.finish();
        return new SerdeSettings(
                new RegistrySettings(endpoints, connect, read, retries, memory, tls), autoRegister, specificReader);
    }

    /** Null for null; the text of anything else, a list joined by commas. */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(SerdeConfig::text).collect(Collectors.joining(","));
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        return value instanceof Password password ? password.value() : value == null ? null : value.toString();
    }

    /** Ours by their bare names, and what is unknown under our prefix as it is. */
    private static Map<String, String> ours(Map<String, ?> configs) {
        boolean ownTls = configs.keySet().stream().anyMatch(key -> key.startsWith(PREFIX + Tls.PREFIX));
        Map<String, String> ours = new TreeMap<>();
        configs.forEach((key, object) -> {
            String value = text(object);
            boolean known = NAMES.contains(key) || (!ownTls && Tls.NAMES.contains(key));
            if (value != null && known) {
                ours.putIfAbsent(key, value);
            }
        });
        configs.forEach((key, object) -> {
            String value = text(object);
            if (value != null && key.startsWith(PREFIX) && !NotServed.knows(key)) {
                String bare = key.substring(PREFIX.length());
                ours.put(NAMES.contains(bare) || Tls.NAMES.contains(bare) ? bare : key, value);
            }
        });
        return ours;
    }

    private static Secret userInfo(ConfigReader reader) {
        String userInfo = reader.text(USER_INFO, "");
        String source = reader.text(CREDENTIALS_SOURCE, userInfo.isEmpty() ? "URL" : "USER_INFO");
        switch (source) {
            case "URL" -> {
                return new Secret("");
            }
            case "USER_INFO" -> {
                if (userInfo.indexOf(':') < 0) {
                    reader.problem(USER_INFO + ": " + (userInfo.isEmpty() ? "missing" : "[redacted]")
                            + " (expected: user:password)");
                }
                return new Secret(userInfo);
            }
            default -> {
                reader.problem(Expected.message(CREDENTIALS_SOURCE, source, "USER_INFO or URL"));
                return new Secret("");
            }
        }
    }

    private static List<Endpoint> endpoints(String urls, Secret userInfo, ConfigReader reader) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<String> texts = Arrays.stream(urls.split(",", -1))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            try {
                endpoints.add(Endpoint.parse(texts.get(i), userInfo));
            } catch (IllegalArgumentException e) {
                // The text may hold a password.
                reader.problem(REGISTRY_URL + ": number " + (i + 1) + " of " + texts.size() + " (expected: "
                        + Endpoint.RULE + ")");
            }
        }
        if (endpoints.isEmpty()) {
            reader.problem(Expected.message(REGISTRY_URL, "none", "at least one URL"));
        }
        return endpoints;
    }

    private static Duration millis(ConfigReader reader, String key, int fallback, int min) {
        return Duration.ofMillis(reader.integer(key, fallback, min, DAY_MILLIS));
    }
}
