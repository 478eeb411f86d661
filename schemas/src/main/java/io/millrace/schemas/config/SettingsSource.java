package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Settings as they come, later over earlier: a file of {@code key=value} lines, the one argument without dashes; environment
 * variables; arguments {@code --key=value}. What cannot be read is a problem of the reader. Not thread-safe.
 */
public final class SettingsSource {
    private static final String DASHES = "--";

    private final Map<String, SettingText> texts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsSource() {}

    /** @param variables of this service; later ones go over earlier ones */
    public static ConfigReader read(
            List<Variables> variables, List<String> arguments, Map<String, String> environment) {
        SettingsSource source = new SettingsSource();
        source.readFile(arguments.stream()
                .filter(argument -> !argument.startsWith(DASHES))
                .toList());
        variables.forEach(one -> source.readVariables(one, environment));
        source.readArguments(arguments.stream()
                .filter(argument -> argument.startsWith(DASHES))
                .toList());
        return new ConfigReader(source.texts, source.problems);
    }

    private void readFile(List<String> paths) {
        if (paths.size() > 1) {
            // Not which: with a blank in place of "=" one of them is a value, and may be a secret.
            problems.add(Expected.message("arguments without dashes", paths.size(), "one settings file at most"));
            return;
        }
        for (String path : paths) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                problems.add(Expected.message("settings file", path, "a file of key=value lines that can be read"));
            }
            Map<String, SettingText> layer = new TreeMap<>();
            for (String key : properties.stringPropertyNames()) {
                layer.put(key, new SettingText(properties.getProperty(key), "file " + path));
            }
            putOver(layer);
        }
    }

    private void readVariables(Variables variables, Map<String, String> environment) {
        Map<String, SettingText> layer = new TreeMap<>();
        new TreeMap<>(environment)
                .forEach((variable, value) -> variables
                        .setting(variable, value)
                        .ifPresent(setting -> layer.put(
                                setting.getKey(), new SettingText(setting.getValue(), "variable " + variable))));
        putOver(layer);
    }

    private void readArguments(List<String> arguments) {
        Map<String, SettingText> layer = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                problems.add(Expected.message("argument", argument, "--key=value, or a settings file"));
            } else {
                String key = argument.substring(DASHES.length(), equals);
                layer.put(key, new SettingText(argument.substring(equals + 1), "argument"));
            }
        }
        putOver(layer);
    }

    /** A secret goes over the file that an earlier layer names for it, and the other way round. */
    private void putOver(Map<String, SettingText> layer) {
        layer.keySet().forEach(key -> texts.remove(twin(key)));
        texts.putAll(layer);
    }

    private static String twin(String key) {
        return key.endsWith(ConfigReader.FILE)
                ? key.substring(0, key.length() - ConfigReader.FILE.length())
                : key + ConfigReader.FILE;
    }
}
