package io.millrace.billing.app;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A properties file as a map of texts. */
final class SettingsFile {
    private SettingsFile() {}

    /** @param arguments of the command line: the file's name alone */
    static Map<String, String> read(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw MillraceException.user("USAGE", "arguments", arguments.length, "1, the settings file");
        }
        return read(Path.of(arguments[0]));
    }

    static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
