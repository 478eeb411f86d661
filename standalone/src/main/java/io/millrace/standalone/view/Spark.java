package io.millrace.standalone.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Figures drawn in one line of characters. */
public final class Spark {
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final char NOTHING = ' ';
    private static final char FULL = '█';
    private static final char EMPTY = '░';

    private Spark() {}

    /**
     * One character per value, from the lowest level for 0 to the highest for the largest value; a blank where there is
     * none. More values than fit are drawn in groups of equal length, each as its largest.
     *
     * @param values 0 or more
     * @param width characters, at most
     */
    public static String line(List<@Nullable Long> values, int width) {
        List<@Nullable Long> drawn = fitted(values, width);
        long most = drawn.stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        StringBuilder line = new StringBuilder(drawn.size());
        for (Long value : drawn) {
            line.append(value == null ? NOTHING : LEVELS.charAt(level(value, most)));
        }
        return line.toString();
    }

    /** A bar of exactly so many characters, filled as far as part is of whole; full from there on. */
    public static String bar(long part, long whole, int width) {
        int filled = part >= whole ? width : (int) (Math.max(0, part) / (double) whole * width);
        return String.valueOf(FULL).repeat(filled) + String.valueOf(EMPTY).repeat(width - filled);
    }

    private static int level(long value, long most) {
        int highest = LEVELS.length() - 1;
        return most == 0 ? 0 : (int) Math.ceil(Math.max(0, value) / (double) most * highest);
    }

    private static List<@Nullable Long> fitted(List<@Nullable Long> values, int width) {
        int group = (values.size() + width - 1) / width;
        if (group <= 1) {
            return values;
        }
        List<@Nullable Long> fitted = new ArrayList<>(width);
        for (int from = 0; from < values.size(); from += group) {
            Long most = null;
            for (Long value : values.subList(from, Math.min(values.size(), from + group))) {
                most = most == null || (value != null && value > most) ? value : most;
            }
            fitted.add(most);
        }
        return fitted;
    }
}
