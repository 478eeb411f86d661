package io.millrace.schemas.config;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into typed settings at the edge. Every problem is remembered and all are reported at once by {@link #finish()};
 * a key nobody asked for is a problem too, with the nearest known one named. What was asked for can be looked at as
 * {@link #settings()}. Not thread-safe.
 */
public final class ConfigReader {
    /** Ends the key of a file that holds the secret. */
    static final String FILE = ".file";

    private final Map<String, SettingText> texts;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Setting> settings = new TreeMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    public ConfigReader(Map<String, String> values) {
        this(
                values.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, value -> new SettingText(value.getValue(), "given"))),
                List.of());
    }

    ConfigReader(Map<String, SettingText> texts, List<String> problems) {
        this.texts = Map.copyOf(texts);
        this.problems.addAll(problems);
    }

    /** True when there is a text for the key, or for the file of a secret; it is a known one from now on. */
    public boolean given(String key) {
        known.add(key);
        return isGiven(key);
    }

    public String text(String key, @Nullable String fallback) {
        return read(key, fallback, "a text", Function.identity(), "");
    }

    public int integer(String key, @Nullable Integer fallback, int min, int max) {
        String rule = min + " to " + max;
        return read(key, fallback, rule, text -> within(Integer.parseInt(text), min, max), min);
    }

    public boolean flag(String key, boolean fallback) {
        return read(key, fallback, "true or false", ConfigReader::parseFlag, fallback);
    }

    /** One of the constants of the fallback's enum, by name. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        Class<E> type = fallback.getDeclaringClass();
        String rule = "one of " + Arrays.toString(type.getEnumConstants());
        return read(key, fallback, rule, text -> Enum.valueOf(type, text), fallback);
    }

    /** A secret: the text of the key, or the first line of the file that {@code <key>.file} names. */
    public Secret secret(String key) {
        boolean given = isGiven(key);
        Optional<Secret> secret = secret(key, /* required= */ true);
        if (!given) {
            problems.add(Expected.message(key, "missing", "a secret, or " + key + FILE));
        }
        return secret.orElse(new Secret(""));
    }

    /** The same; empty where neither key is given. */
    public Optional<Secret> optionalSecret(String key) {
        return secret(key, /* required= */ false);
    }

    /** Adds a problem that the caller found, in the form of {@link Expected#message}. */
    public void problem(String message) {
        problems.add(message);
    }

    /** True when a problem was found so far; keys nobody asked for are only found at the end. */
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** What was asked for so far, by key; secrets redacted. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** Reports every problem found so far in one exception of kind USER. */
    public void finish() {
        Set<String> all = new LinkedHashSet<>(problems);
        for (String key : new TreeSet<>(texts.keySet())) {
            if (!known.contains(key)) {
                all.add(Expected.message("setting", key, "a known one, such as " + NearestWord.of(key, known)));
            }
        }
        if (!all.isEmpty()) {
            throw new MillraceException(ErrorKind.USER, "CONFIGURATION", String.join("\n", all));
        }
    }

    private Optional<Secret> secret(String key, boolean required) {
        String fileKey = key + FILE;
        known.add(key);
        known.add(fileKey);
        SettingText text = texts.get(key);
        SettingText file = texts.get(fileKey);
        SettingText given = text != null ? text : file;
        settings.put(
                key,
                new Setting(
                        key,
                        "a secret, or " + fileKey,
                        required ? null : "",
                        given == null ? null : new Secret("").toString(),
                        given == null ? Setting.DEFAULT : given.origin()));
        if (text != null && file != null) {
            problems.add(Expected.message(fileKey, shown(file), "not beside " + key));
        }
        if (text != null) {
            return Optional.of(new Secret(text.text().trim()));
        }
        return file == null ? Optional.empty() : Optional.of(secretOf(fileKey, file));
    }

    private Secret secretOf(String fileKey, SettingText file) {
        try {
            return SecretFile.read(file.text().trim());
        } catch (IllegalArgumentException e) {
            problems.add(Expected.message(fileKey, shown(file), SecretFile.RULE));
            return new Secret("");
        }
    }

    /** What names no file may be the secret itself, put where its file was asked for. */
    private static String shown(SettingText file) {
        String path = file.text().trim();
        return SecretFile.exists(path) ? path : new Secret("").toString();
    }

    private boolean isGiven(String key) {
        return texts.containsKey(key) || texts.containsKey(key + FILE);
    }

    private <T> T read(String key, @Nullable T fallback, String rule, Function<String, T> parse, T whenMissing) {
        known.add(key);
        SettingText given = texts.get(key);
        String fallbackText = fallback == null ? null : fallback.toString();
        settings.put(
                key,
                new Setting(
                        key,
                        rule,
                        fallbackText,
                        given == null ? fallbackText : given.text().trim(),
                        given == null ? Setting.DEFAULT : given.origin()));
        if (given == null && fallback != null) {
            return fallback;
        }
        try {
            if (given != null) {
                return parse.apply(given.text().trim());
            }
        } catch (IllegalArgumentException e) {
            problems.add(Expected.message(key, given.text(), rule));
            return whenMissing;
        }
        problems.add(Expected.message(key, "missing", rule));
        return whenMissing;
    }

    private static int within(int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }
}
