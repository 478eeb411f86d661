package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Settings as they come: {@code --name=value} arguments, then environment variables, then a file of {@code name=value} lines,
 * whose path is the one argument without dashes. MILLRACE_DATABASE_URL sets database.url.
 */
final class SettingsSource {
    private static final String PREFIX = "MILLRACE_";
    /** Variables of other modules may be in the same environment; of these families, each must be known. */
    private static final List<String> FAMILIES = List.of("kafka.", "registry.", "database.", "sinks.", "topics.");

    private SettingsSource() {}

    static ConfigReader read(List<String> arguments, Map<String, String> environment) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            if (!argument.startsWith("--")) {
                values.putAll(file(Path.of(argument)));
            }
        }
        values.putAll(variables(environment));
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                put(values, argument);
            }
        }
        return new ConfigReader(values);
    }

    private static void put(Map<String, String> values, String argument) {
        int equals = argument.indexOf('=');
        if (equals < 0) {
            throw new MillraceException(
                    ErrorKind.USER, "ARGUMENT", Expected.message("argument", argument, "--name=value, or a file"));
        }
        values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }

    private static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(PREFIX)) {
                String name = variable.substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                if (FAMILIES.stream().anyMatch(name::startsWith)) {
                    values.put(name, value);
                }
            }
        });
        return values;
    }

    private static Map<String, String> file(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
