package io.millrace.schemas.config;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a map of texts into typed settings at the edge. Every problem is remembered and all are reported at once by
 * {@link #finish()}; a key nobody asked for is a problem too, with the nearest known one named. Not thread-safe.
 */
public final class ConfigReader {
    private final Map<String, String> values;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    public ConfigReader(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** True when there is a text for the key, which is a known one from now on. */
    public boolean given(String key) {
        known.add(key);
        return values.containsKey(key);
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

    public Secret secret(String key) {
        return read(key, null, "a secret", Secret::new, new Secret(""));
    }

    /** The secret, or the first line of the file that {@code <key>.file} names; empty where neither is given. */
    public Optional<Secret> optionalSecret(String key) {
        String fileKey = key + ".file";
        boolean given = given(key);
        boolean file = given(fileKey);
        if (given) {
            return Optional.of(secret(key));
        }
        return file ? Optional.of(secretOf(fileKey, text(fileKey, ""))) : Optional.empty();
    }

    private Secret secretOf(String fileKey, String path) {
        try (BufferedReader lines = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line != null && !line.isBlank()) {
                return new Secret(line.strip());
            }
        } catch (IOException | InvalidPathException e) {
            // Reported below: the path and the rule say it all.
        }
        problems.add(Expected.message(fileKey, path, "a file whose first line is the secret"));
        return new Secret("");
    }

    /** Adds a problem that the caller found, in the form of {@link Expected#message}. */
    public void problem(String message) {
        problems.add(message);
    }

    /** True when a problem was found so far; keys nobody asked for are only found at the end. */
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Reports every problem found so far in one exception of kind USER. */
    public void finish() {
        List<String> all = new ArrayList<>(problems);
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key)) {
                all.add(Expected.message("setting", key, "a known one, such as " + nearest(key)));
            }
        }
        if (!all.isEmpty()) {
            throw new MillraceException(ErrorKind.USER, "CONFIGURATION", String.join("\n", all));
        }
    }

    private <T> T read(String key, @Nullable T fallback, String rule, Function<String, T> parse, T whenMissing) {
        known.add(key);
        String text = values.get(key);
        if (text == null && fallback != null) {
            return fallback;
        }
        try {
            if (text != null) {
                return parse.apply(text.trim());
            }
        } catch (IllegalArgumentException e) {
            problems.add(Expected.message(key, text, rule));
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

    private String nearest(String key) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .orElse("none");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
