package io.millrace.schemas.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which environment variables are settings. Stateless. */
@FunctionalInterface
public interface Variables {
    /** The key that a variable sets, and to what; empty where it is nobody's setting. */
    Optional<Map.Entry<String, String>> setting(String variable, String value);

    /** Those that begin with the prefix: with MILLRACE_STREAMS_, MILLRACE_STREAMS_STATE_DIR sets state.dir. */
    static Variables withPrefix(String prefix) {
        return (variable, value) -> variable.startsWith(prefix) && variable.length() > prefix.length()
                ? Optional.of(Map.entry(key(variable.substring(prefix.length())), value))
                : Optional.empty();
    }

    /** STATE_DIR as state.dir. */
    static String key(String words) {
        return words.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
