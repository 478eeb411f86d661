package io.millrace.sinks;

import io.millrace.schemas.config.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of the sinks: MILLRACE_SINKS_DATABASE_URL sets database.url, and both MILLRACE_SINKS_BATCH_ROWS and
 * MILLRACE_SINKS_SINKS_BATCH_ROWS set sinks.batch.rows. MILLRACE_DATABASE_URL and its like do what they did before there was a
 * prefix.
 */
final class SinksVariables {
    private static final String PREFIX = "MILLRACE_";
    private static final String SINKS = "sinks.";
    /** Variables of other services may be in the same environment; of these families, each must be known. */
    private static final List<String> FAMILIES = List.of("kafka.", "database.", "topics.");
    /** What a key of the sinks begins with when it does not begin with sinks. */
    private static final List<String> OTHERS =
            List.of("kafka.", "database.", "topics.", "registry.", "schema.", "http.", "drain.", SINKS);

    private SinksVariables() {}

    static Optional<Map.Entry<String, String>> setting(String variable, String value) {
        return variable.startsWith(PREFIX)
                ? key(Variables.key(variable.substring(PREFIX.length()))).map(key -> Map.entry(key, value))
                : Optional.empty();
    }

    private static Optional<String> key(String words) {
        if (words.startsWith(SINKS)) {
            String rest = words.substring(SINKS.length());
            return Optional.of(OTHERS.stream().anyMatch(rest::startsWith) ? rest : words);
        }
        return words.equals("registry.url") || FAMILIES.stream().anyMatch(words::startsWith)
                ? Optional.of(words)
                : Optional.empty();
    }
}
